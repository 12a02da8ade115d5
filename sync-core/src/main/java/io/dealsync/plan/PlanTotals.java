package io.dealsync.plan;

import io.dealsync.desired.ManagedDeals;

/**
 * A plan in numbers; what the guard judges.
 *
 * @param managed how many deals of the portal are managed
 * @param considered deals that this run looked at
 * @param inSync deals where nothing is to be done
 * @param changes deals that would change
 * @param held deals left alone on purpose
 * @param failed deals that could not be judged
 * @param emptied deals that would lose their last contact
 * @param addedLinks links that would be made
 * @param removedLinks links that would be removed
 * @param desiredLinks links wanted in all deals that were looked at
 * @param observedLinks links that the portal has in them
 * @param baseLinks links that both sides last agreed on in them
 * @param lostLinks links that both sides once agreed on in all managed deals, if none of those has
 *     any desired link now; otherwise 0
 * @param everything whether the run looked at every managed deal
 * @param parked held deals that failed too often to be looked at; not among those considered
 * @param heldEdits held deals that a run over edits did not look at because their edits were held
 *     before; neither among those considered nor rows of the run
 */
public record PlanTotals(
    ManagedDeals managed,
    long considered,
    long inSync,
    long changes,
    long held,
    long failed,
    long emptied,
    long addedLinks,
    long removedLinks,
    long desiredLinks,
    long observedLinks,
    long baseLinks,
    long lostLinks,
    boolean everything,
    long parked,
    long heldEdits) {

  /** A plan that looked at every deal it holds. */
  public PlanTotals(
      ManagedDeals managed,
      long considered,
      long inSync,
      long changes,
      long held,
      long failed,
      long emptied,
      long addedLinks,
      long removedLinks,
      long desiredLinks,
      long observedLinks,
      long baseLinks,
      long lostLinks,
      boolean everything) {
    this(
        managed,
        considered,
        inSync,
        changes,
        held,
        failed,
        emptied,
        addedLinks,
        removedLinks,
        desiredLinks,
        observedLinks,
        baseLinks,
        lostLinks,
        everything,
        0,
        0);
  }

  /** The same plan with other numbers of what it does. */
  public PlanTotals doing(long changing, long emptying, long removing) {
    return new PlanTotals(
        managed,
        considered,
        inSync,
        changing,
        held,
        failed,
        emptying,
        addedLinks,
        removing,
        desiredLinks,
        observedLinks,
        baseLinks,
        lostLinks,
        everything,
        parked,
        heldEdits);
  }

  /** Deals that are left alone because people paused them; known of a run over all deals only. */
  public long paused() {
    return everything ? managed.paused() : 0;
  }

  /** Deals of a stored plan that nothing is to be done about any more: a person took them out. */
  public long leftOut() {
    return considered + parked + heldEdits - inSync - changes - held - failed;
  }
}
