package io.dealsync.journal;

import io.dealsync.decide.HoldReason;
import io.dealsync.link.LinkImage;
import java.util.List;
import java.util.Optional;

/** How a change ended, as far as this run can tell. */
public sealed interface Outcome {

  /** The portal's own words confirm the target. The base moves to {@code after}. */
  record Verified(LinkImage after) implements Outcome {}

  /**
   * The change did not take effect, or not as wanted.
   *
   * @param error a sentence for people
   * @param after the portal's rows after the attempt; empty when they are not known
   */
  record Failed(String error, Optional<LinkImage> after) implements Outcome {

    /** A failure after which nobody has read the deal. */
    public Failed(String error) {
      this(error, Optional.empty());
    }
  }

  /**
   * The change did not leave, and its deal is as it was. It stays planned, and is no failure of the
   * deal.
   */
  record NotSent(String why) implements Outcome {}

  /** Whether the change took effect is not known; the next run settles it by reading. */
  record Unknown(String why) implements Outcome {}

  /**
   * The deal moved before the call left, or what it takes is gone; it is now left alone.
   *
   * @param gone contacts that the portal does not have any more
   */
  record Held(HoldReason reason, String detail, List<Long> gone) implements Outcome {
    public Held {
      gone = List.copyOf(gone);
    }

    /** A hold that has nothing to do with contacts that are gone. */
    public Held(HoldReason reason, String detail) {
      this(reason, detail, List.of());
    }
  }

  /**
   * The mirror's side of the deal is another than the change was planned for: it is not sent (any
   * more). The deal is the next run's work.
   *
   * @param detail what has become of that side, in a sentence
   * @param after the portal's rows after an attempt before that; empty when none had left
   */
  record Edited(String detail, Optional<LinkImage> after) implements Outcome {}

  /**
   * Nothing had to be sent any more.
   *
   * @param observed what the portal has; becomes the base
   */
  record Needless(LinkImage observed) implements Outcome {}
}
