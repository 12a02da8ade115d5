package io.dealsync.bitrix;

import java.util.List;
import java.util.OptionalLong;

/**
 * A deal's contacts as the portal's list shows them; SORT values and double primaries do not show
 * (contract 6).
 *
 * @param deal the deal's id
 * @param primary the deal's primary contact
 * @param contacts the linked contacts in SORT order
 * @param certain whether these are certainly all of them; if not, ask the deal itself
 */
public record DealContacts(long deal, OptionalLong primary, List<Long> contacts, boolean certain) {

  public DealContacts {
    contacts = List.copyOf(contacts);
  }
}
