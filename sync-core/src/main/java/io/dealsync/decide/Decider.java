package io.dealsync.decide;

import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The decision about one deal: a pure function of the situation. */
public final class Decider {

  private static final int STEP = 10;

  private final Comparison comparison;

  public Decider(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Decides one deal; the same situation always gives the same decision. */
  public Decision decide(Situation situation) {
    if (situation.mode() == Mode.PAUSED) {
      return new Decision.Leave();
    }
    return switch (situation.observed()) {
      case Observation.Missing ignored ->
          new Decision.Hold(HoldReason.DEAL_MISSING, "The deal does not exist on the portal.");
      case Observation.Denied denied ->
          new Decision.Hold(
              HoldReason.DEAL_DENIED, "The portal does not let us see the deal: " + denied.text());
      case Observation.Unreadable unreadable ->
          new Decision.Fail("The deal could not be read: " + unreadable.text());
      case Observation.Present present -> decide(situation, present.image());
    };
  }

  private Decision decide(Situation situation, LinkImage image) {
    if (situation.mode() == Mode.ADD_ONLY) {
      return ensure(situation.desired(), image);
    }
    LinkSet observed = image.canonical();
    LinkSet desired = situation.desired();
    if (comparison.same(desired, observed)) {
      return image.wellFormed() ? new Decision.InSync(image) : new Decision.Push(image, desired);
    }
    return switch (situation.policy()) {
      case MIRROR_WINS ->
          situation.base().isPresent()
              ? new Decision.Push(image, desired)
              : atFirstSight(situation, image);
      case HOLD -> pushUnlessPortalMoved(situation, image);
      case MERGE -> merge(situation, image);
    };
  }

  private Decision atFirstSight(Situation situation, LinkImage image) {
    return switch (situation.firstSight()) {
      case MIRROR -> new Decision.Push(image, situation.desired());
      case HOLD -> neverAgreed(situation.desired(), image);
      case ADD_FIRST -> addFirst(situation.desired(), image);
    };
  }

  /** Where the portal's own links stay as they are, mirroring does nothing but add. */
  private Decision addFirst(LinkSet desired, LinkImage image) {
    LinkSet observed = image.canonical();
    if (observed.isEmpty() || image.wellFormed() && isKept(observed, desired)) {
      return new Decision.Push(image, desired);
    }
    return ensure(desired, image) instanceof Decision.Push push
        ? new Decision.Add(push.before(), push.target())
        : new Decision.Hold(HoldReason.FIRST_SIGHT, Remainder.words(desired, observed));
  }

  private boolean isKept(LinkSet observed, LinkSet desired) {
    return comparison == Comparison.ORDER
        && !desired.isEmpty()
        && desired.primary() == observed.primary()
        && desired.contacts().stream()
            .filter(observed::contains)
            .toList()
            .equals(observed.contacts());
  }

  private static Decision neverAgreed(LinkSet desired, LinkImage image) {
    return new Decision.Hold(
        HoldReason.FIRST_SIGHT,
        "The sides differ and never agreed before: mirror has "
            + desired
            + ", portal has "
            + image.canonical());
  }

  /** Desired links are added behind what is there; nothing that is there changes. */
  private static Decision ensure(LinkSet desired, LinkImage image) {
    LinkSet observed = image.canonical();
    List<Long> missing = desired.minus(observed);
    if (missing.isEmpty()) {
      return new Decision.InSync(image);
    }
    if (observed.isEmpty()) {
      return new Decision.Push(image, desired);
    }
    List<Link> links = new ArrayList<>(observed.links());
    int last = Math.max(0, links.get(links.size() - 1).sort());
    for (long contact : missing) {
      last = Math.min(last, Integer.MAX_VALUE - STEP) + STEP;
      links.add(new Link(contact, last, false));
    }
    return new Decision.Push(image, LinkSet.of(links));
  }

  private Decision merge(Situation situation, LinkImage image) {
    LinkSet desired = situation.desired();
    LinkSet observed = image.canonical();
    if (situation.base().isEmpty()) {
      return merged(desired, image, ThreeWay.union(desired, observed.wantable(), comparison));
    }
    LinkSet base = situation.base().get();
    if (comparison.same(base, observed)) {
      return new Decision.Push(image, desired);
    }
    if (comparison.same(base, desired)) {
      return merged(desired, image, observed.wantable());
    }
    ThreeWay threeWay = new ThreeWay(base.wantable(), desired, observed.wantable(), comparison);
    return switch (threeWay.merge()) {
      case ThreeWay.Result.Merged result -> merged(desired, image, result.links());
      case ThreeWay.Result.Conflict conflict ->
          new Decision.Hold(HoldReason.CONFLICT, conflict.detail());
    };
  }

  private Decision merged(LinkSet desired, LinkImage image, LinkSet merged) {
    LinkSet observed = image.canonical();
    if (comparison.same(merged, desired)) {
      return new Decision.Push(image, desired);
    }
    if (image.wellFormed() && comparison.same(merged, observed)) {
      return new Decision.Adopt(image, observed.wantable());
    }
    return new Decision.Push(image, merged, Optional.of(merged));
  }

  private Decision pushUnlessPortalMoved(Situation situation, LinkImage image) {
    if (situation.base().isEmpty()) {
      return neverAgreed(situation.desired(), image);
    }
    LinkSet base = situation.base().get();
    if (comparison.same(base, image.canonical())) {
      return new Decision.Push(image, situation.desired());
    }
    return comparison.same(base, situation.desired())
        ? new Decision.Hold(
            HoldReason.PORTAL_CHANGED,
            "The portal was changed from " + base + " to " + image.canonical())
        : new Decision.Hold(
            HoldReason.BOTH_CHANGED,
            "Both sides changed since "
                + base
                + ": mirror has "
                + situation.desired()
                + ", portal has "
                + image.canonical());
  }
}
