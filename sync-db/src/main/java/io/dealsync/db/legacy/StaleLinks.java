package io.dealsync.db.legacy;

import java.util.OptionalLong;

/**
 * The desired links that were moved from a source and that its newer files do not have any more.
 *
 * @param links how many there are
 * @param deals of how many deals
 * @param emptied how many of these deals would have no desired link left
 * @param managed how many deals of the portal can lose their last link: managed, neither paused nor
 *     add_only
 * @param waiting how many more there would be, of deals that wait because a row was rejected
 * @param run the run by which taking them out can be undone; empty while they are not taken out
 */
public record StaleLinks(
    long links, long deals, long emptied, long managed, long waiting, OptionalLong run) {

  /** There are none. */
  public static final StaleLinks NONE = new StaleLinks(0, 0, 0, 0, 0, OptionalLong.empty());

  StaleLinks journalledAs(OptionalLong id) {
    return new StaleLinks(links, deals, emptied, managed, waiting, id);
  }
}
