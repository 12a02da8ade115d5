package io.dealsync.portal;

import java.util.Collection;
import java.util.List;

/**
 * What is asked of the portal at once, so that all of it shares requests.
 *
 * @param listed deals to be looked for in the portal's list, fifty in a call
 * @param read deals to be read one by one
 * @param sought what is looked for in passing
 */
public record Questions(Collection<Long> listed, Collection<Long> read, IdLookup sought) {

  public Questions {
    listed = List.copyOf(listed);
    read = List.copyOf(read);
  }

  /** Only what the list says. */
  public static Questions list(Collection<Long> deals) {
    return new Questions(deals, List.of(), IdLookup.NOTHING);
  }
}
