package io.dealsync.journal;

import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import io.dealsync.plan.OwnWork;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Both sides of a deal are as they should be, or on their way.
 *
 * @param deal the deal's id
 * @param image what the portal has
 * @param base what both sides agree on; becomes the base
 * @param edit the edit that the agreement covers; a later edit stays marked
 * @param whole whether the sides agree; if not, the deal's failures in a row are not over
 */
public record Agreement(
    long deal, LinkImage image, LinkImage base, OptionalLong edit, boolean whole) {

  /** What the portal has is what both sides agree on. */
  public Agreement(long deal, LinkImage image, OptionalLong edit, boolean whole) {
    this(deal, image, image, edit, whole);
  }

  /** The sides agree. */
  public Agreement(long deal, LinkImage image, OptionalLong edit) {
    this(deal, image, edit, true);
  }

  /**
   * What a change has made, whatever became of it, was made by nobody else: the base moves on by
   * it. The edit stays marked, for it may still have to be carried out.
   */
  public static Optional<Agreement> onOwnWork(Change change, LinkImage now) {
    return new OwnWork(change, now)
        .agreed()
        .map(LinkSet::asImage)
        .map(base -> new Agreement(change.deal(), now, base, OptionalLong.empty(), false));
  }
}
