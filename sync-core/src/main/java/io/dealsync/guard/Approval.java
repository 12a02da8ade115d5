package io.dealsync.guard;

import io.dealsync.plan.Delta;
import io.dealsync.plan.PlanTotals;

/**
 * The guard's word that a plan may be applied. Only the guard makes one, and applying takes one:
 * what was refused cannot reach the portal. It also knows how much more the run may do, for deals
 * that have to be decided anew on the way.
 */
public final class Approval {

  private final Limits limits;
  private final long managed;
  private long emptied;
  private long removedLinks;

  Approval(Limits limits, PlanTotals totals) {
    this.limits = limits;
    this.managed = totals.managed();
    this.emptied = totals.emptied();
    this.removedLinks = totals.removedLinks();
  }

  /**
   * Exchanges a planned change of a deal for a new one if the limits still hold with it.
   *
   * @return whether the new change may be applied
   */
  public boolean admits(Delta planned, Delta anew) {
    long removedThen = removedLinks - planned.removed().size() + anew.removed().size();
    long emptiedThen = emptied - (planned.emptied() ? 1 : 0) + (anew.emptied() ? 1 : 0);
    boolean harmless =
        anew.removed().size() <= planned.removed().size() && anew.emptied() == planned.emptied();
    if (!harmless
        && (removedThen > limits.removedLinks()
            || Guard.exceeds(emptiedThen, managed, limits.emptiedPercent()))) {
      return false;
    }
    removedLinks = removedThen;
    emptied = emptiedThen;
    return true;
  }
}
