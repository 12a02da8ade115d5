package io.dealsync.decide;

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
 */
public record Situation(
    LinkSet desired, Optional<LinkSet> base, Observation observed, Mode mode, Policy policy) {

  /** Joins the two sides of a deal; the deal's own policy goes before the default. */
  public static Situation of(MirrorDeal deal, Observation observed, Policy byDefault) {
    return new Situation(
        deal.desired(), deal.base(), observed, deal.mode(), deal.policy().orElse(byDefault));
  }
}
