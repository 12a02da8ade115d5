package io.dealsync.journal;

import io.dealsync.decide.HoldReason;
import java.util.List;

/**
 * A deal that the run leaves alone.
 *
 * @param detail a sentence for people
 * @param gone contacts that stand in the way because the portal does not have them
 * @param known whether it is no news: acknowledged, or parked and reported before
 */
public record HeldDeal(
    long deal, HoldReason reason, String detail, List<Long> gone, boolean known) {

  public HeldDeal {
    gone = List.copyOf(gone);
  }

  /** A hold that is news and has nothing to do with contacts that are gone. */
  public HeldDeal(long deal, HoldReason reason, String detail) {
    this(deal, reason, detail, List.of(), false);
  }

  /** The same hold as one that is known. */
  public HeldDeal asKnown() {
    return new HeldDeal(deal, reason, detail, gone, true);
  }
}
