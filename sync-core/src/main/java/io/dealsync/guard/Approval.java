package io.dealsync.guard;

import io.dealsync.plan.Delta;
import io.dealsync.plan.PlanTotals;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The guard's word that a plan may be applied. Only the guard makes one, and applying takes one:
 * what was refused cannot reach the portal. It also knows how much more the run may do within the
 * window, for deals that have to be decided again on the way.
 */
public final class Approval {

  private final Limits limits;
  private final long emptiable;
  private final Optional<RefusedEdits> refused;
  private long emptied;
  private long removedLinks;

  /**
   * @param totals the plan without the refused edits
   */
  Approval(Limits limits, PlanTotals totals, Losses lately, Optional<RefusedEdits> refused) {
    this.limits = limits;
    this.refused = refused;
    this.emptiable = totals.managed().emptiable();
    this.emptied = lately.emptied() + totals.emptied();
    this.removedLinks = lately.removedLinks() + totals.removedLinks();
  }

  /** Edits that this approval does not cover: whoever applies the plan sets them aside first. */
  public Optional<RefusedEdits> refused() {
    return refused;
  }

  /**
   * Exchanges a planned change of a deal for a new one if the limits still hold with it.
   *
   * @return whether the new change may be applied
   */
  public boolean admits(Delta planned, Delta redecided) {
    return admits(planned, redecided.removed().size(), redecided.emptied());
  }

  /**
   * Lets a change of a deal follow one that was sent and may have taken effect in part. What that
   * one may have removed stays counted.
   *
   * @return whether the new change may be applied
   */
  public boolean admitsAfter(Delta sent, Delta redecided) {
    Set<Long> removed = new HashSet<>(sent.removed());
    removed.addAll(redecided.removed());
    return admits(sent, removed.size(), sent.emptied() || redecided.emptied());
  }

  private boolean admits(Delta before, int removes, boolean empties) {
    long removedThen = removedLinks - before.removed().size() + removes;
    long emptiedThen = emptied - (before.emptied() ? 1 : 0) + (empties ? 1 : 0);
    boolean harmless = removes <= before.removed().size() && empties == before.emptied();
    if (!harmless
        && !(limits.allowRemoved(removedThen) && limits.allowEmptied(emptiedThen, emptiable))) {
      return false;
    }
    removedLinks = removedThen;
    emptied = emptiedThen;
    return true;
  }
}
