package io.dealsync.journal;

import io.dealsync.decide.HoldReason;
import io.dealsync.link.LinkImage;

/** How a change ended, as far as this run can tell. */
public sealed interface Outcome {

  /** The portal's own words confirm the target. The base moves to {@code after}. */
  record Verified(LinkImage after) implements Outcome {}

  /**
   * The change did not take effect, or not as wanted.
   *
   * @param error a sentence for people
   */
  record Failed(String error) implements Outcome {}

  /** Whether the change took effect is not known; the next run settles it by reading. */
  record Unknown(String why) implements Outcome {}

  /** The deal moved before the call left and is now left alone. */
  record Held(HoldReason reason, String detail) implements Outcome {}

  /**
   * Nothing had to be sent any more.
   *
   * @param observed what the portal has; becomes the base
   */
  record Needless(LinkImage observed) implements Outcome {}
}
