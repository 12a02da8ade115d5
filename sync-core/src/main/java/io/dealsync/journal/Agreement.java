package io.dealsync.journal;

import io.dealsync.link.LinkImage;
import io.dealsync.plan.Change;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Both sides of a deal are as they should be, or on their way.
 *
 * @param deal the deal's id
 * @param image what the portal has; becomes the base
 * @param edit the edit that the agreement covers; a later edit stays marked
 * @param whole whether the sides agree; if not, the deal's failures in a row are not over
 */
public record Agreement(long deal, LinkImage image, OptionalLong edit, boolean whole) {

  /** The sides agree. */
  public Agreement(long deal, LinkImage image, OptionalLong edit) {
    this(deal, image, edit, true);
  }

  /**
   * The base half-way through a change: the rows that own calls have left, which nobody else made.
   * The edit stays marked, for it is still to be carried out. A change with an adoption keeps the
   * old base, against which the edits of both sides are merged once more.
   */
  public static Optional<Agreement> halfway(Change change, LinkImage now) {
    return change.adoption().isEmpty() && change.isOwnStep(now)
        ? Optional.of(new Agreement(change.deal(), now, OptionalLong.empty(), false))
        : Optional.empty();
  }
}
