package io.dealsync.decide;

import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.Optional;

/** What to do about one deal. */
public sealed interface Decision {

  /**
   * Both sides are as they should be; the base moves to what was observed.
   *
   * @param observed the portal's rows
   */
  record InSync(LinkImage observed) implements Decision {}

  /**
   * The portal must change.
   *
   * @param before the portal's rows
   * @param target what the portal shall have
   * @param adopt what the desired side shall become, if it learns from the portal as well
   */
  record Push(LinkImage before, LinkSet target, Optional<LinkSet> adopt) implements Decision {

    /** The portal changes, the desired side stays. */
    public Push(LinkImage before, LinkSet target) {
      this(before, target, Optional.empty());
    }
  }

  /**
   * At first sight links are added; whatever else differs is left to a run over all deals.
   *
   * @param before the portal's rows
   * @param target the same with the missing links
   */
  record Add(LinkImage before, LinkSet target) implements Decision {}

  /**
   * The portal is right and the desired side learns from it.
   *
   * @param observed the portal's rows
   * @param desired what the desired side shall become
   */
  record Adopt(LinkImage observed, LinkSet desired) implements Decision {}

  /**
   * Nothing may be done; a person decides.
   *
   * @param reason why
   * @param detail a sentence for people
   */
  record Hold(HoldReason reason, String detail) implements Decision {}

  /**
   * The deal could not be judged in this run.
   *
   * @param error a sentence for people
   */
  record Fail(String error) implements Decision {}

  /** The deal is paused. */
  record Leave() implements Decision {}
}
