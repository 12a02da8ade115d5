package io.dealsync.guard;

import java.time.Duration;

/**
 * What the guard looks back on: the losses of either side within a span of time, up to now. Counted
 * is what was really done, or may have been: changes that were sent, unless the portal was seen to
 * be as before; and what an approved run that gave way still has to do. Not counted is what a
 * person allowed by raising that limit, and what an undo has brought back.
 *
 * @param span how far it reaches back
 * @param portal what the portal lost
 * @param mirror what the desired side lost to runs; edits by people are theirs
 */
public record GuardWindow(Duration span, Losses portal, Losses mirror) {

  /** What that side lost. */
  public Losses of(Side side) {
    return switch (side) {
      case PORTAL -> portal;
      case MIRROR -> mirror;
    };
  }

  /**
   * What either side lost, whichever is more: a run that pushes and adopts takes from both, and
   * many small ones must not take from the mirror what a large one may not.
   */
  Losses ofEither() {
    return portal.orMore(mirror);
  }

  /** A window in which nothing was lost. */
  public static GuardWindow without(Duration span) {
    return new GuardWindow(span, Losses.NONE, Losses.NONE);
  }
}
