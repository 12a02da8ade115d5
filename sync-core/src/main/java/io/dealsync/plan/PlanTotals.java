package io.dealsync.plan;

/**
 * A plan in numbers; what the guard judges.
 *
 * @param managed managed deals of the portal, paused ones included
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
 */
public record PlanTotals(
    long managed,
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

  /** Deals of a stored plan that nothing is to be done about any more: a person took them out. */
  public long leftOut() {
    return considered - inSync - changes - held - failed;
  }
}
