package io.dealsync.journal;

import io.dealsync.decide.HoldReason;
import java.util.List;
import java.util.OptionalLong;

/**
 * A deal that the run leaves alone.
 *
 * @param detail a sentence for people
 * @param gone contacts that stand in the way because the portal does not have them
 * @param edit the edit of the desired side that waits because of it; a later one is tried again
 * @param known whether it is no news: acknowledged, or parked and reported before
 */
public record HeldDeal(
    long deal,
    HoldReason reason,
    String detail,
    List<Long> gone,
    OptionalLong edit,
    boolean known) {

  public HeldDeal {
    gone = List.copyOf(gone);
  }

  /** A hold that is news and has nothing to do with contacts that are gone. */
  public HeldDeal(long deal, HoldReason reason, String detail, OptionalLong edit) {
    this(deal, reason, detail, List.of(), edit, false);
  }

  /** The same of a deal that nobody has edited. */
  public HeldDeal(long deal, HoldReason reason, String detail) {
    this(deal, reason, detail, OptionalLong.empty());
  }

  /** The same hold as one that is known. */
  public HeldDeal asKnown() {
    return new HeldDeal(deal, reason, detail, gone, edit, true);
  }
}
