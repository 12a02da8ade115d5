package io.dealsync.decide;

import io.dealsync.desired.FirstSight;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import java.util.Optional;

/**
 * Everything that a decision about one deal may depend on.
 *
 * @param desired the wanted links
 * @param base what both sides last agreed on; empty at first sight
 * @param observed what the portal answered
 * @param mode how the deal is treated
 * @param policy who wins when the portal was changed
 * @param firstSight what mirror-wins does without a base
 */
public record Situation(
    LinkSet desired,
    Optional<LinkSet> base,
    Observation observed,
    Mode mode,
    Policy policy,
    FirstSight firstSight) {

  /** A situation in which mirror-wins mirrors. */
  public Situation(
      LinkSet desired, Optional<LinkSet> base, Observation observed, Mode mode, Policy policy) {
    this(desired, base, observed, mode, policy, FirstSight.MIRROR);
  }

  /** Joins the two sides of a deal; the deal's own policy goes before the default. */
  public static Situation of(
      MirrorDeal deal, Observation observed, Policy byDefault, FirstSight firstSight) {
    return new Situation(
        deal.desired(),
        deal.base(),
        observed,
        deal.mode(),
        deal.policy().orElse(byDefault),
        firstSight);
  }
}
