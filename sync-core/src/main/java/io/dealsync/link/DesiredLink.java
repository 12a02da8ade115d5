package io.dealsync.link;

import java.util.OptionalInt;

/**
 * One row of the editable table: a link that someone wants.
 *
 * @param contact the contact's Bitrix24 id, positive
 * @param sort the wanted SORT, at least 1, or empty for "by position"
 * @param primary whether it is marked as the primary contact
 */
public record DesiredLink(long contact, OptionalInt sort, boolean primary) {

  public DesiredLink {
    if (contact <= 0) {
      throw new IllegalArgumentException("A contact id is positive, but was " + contact);
    }
    if (sort.isPresent() && sort.getAsInt() < 1) {
      throw new IllegalArgumentException("A wanted SORT is at least 1, but was " + sort.getAsInt());
    }
  }
}
