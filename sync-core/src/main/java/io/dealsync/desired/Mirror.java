package io.dealsync.desired;

import java.util.Collection;
import java.util.List;

/** The desired side of one portal, read in key order. Port; implemented on PostgreSQL. */
public interface Mirror {

  /** How many deals are managed, and were. */
  ManagedDeals managed();

  /**
   * The next deals of a selection by deal id, paused ones left out.
   *
   * @param after the last deal id seen, 0 to begin
   * @param limit the largest number of deals to return
   * @return the deals in ascending order of id; fewer than {@code limit} means the end
   */
  List<MirrorDeal> page(Selection selection, long after, int limit);

  /**
   * The managed ones among these deals, paused ones included.
   *
   * @return in ascending order of id
   */
  List<MirrorDeal> named(Collection<Long> deals);

  /** How many deals have an edit that is held; {@link Selection.Edited} leaves them out. */
  long heldEdits();

  /** Whether a deal of a selection has an edit that is neither carried out nor held. */
  boolean hasEdits(Selection selection);

  /**
   * Links that both sides once agreed on, if none of the deals that are not paused has any desired
   * link now; 0 while one has.
   */
  long lostLinks();

  /**
   * Some managed deals picked by chance, paused ones left out.
   *
   * @param size how many; all of them when there are not more
   */
  List<MirrorDeal> sample(int size);
}
