package io.dealsync.reconcile;

import io.dealsync.apply.Applied;
import io.dealsync.guard.Refusal;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run did.
 *
 * @param run its id
 * @param outcome how it ended
 * @param plan the plan's numbers; empty when the run ended before it was complete
 * @param applied what became of the plan
 * @param refusals limits that the plan exceeds
 * @param settledEarlier open intents of earlier runs that were explained first
 * @param traffic what was sent
 * @param leastRequests the least number of requests that could have carried it
 * @param duration how long it took
 * @param editedMeanwhile whether deals that the run is about have edits by now that it did not
 *     carry
 * @param failure why the portal could not be used
 * @param note what people should know about how the portal was read; blank when nothing is unusual
 */
public record RunReport(
    long run,
    RunOutcome outcome,
    Optional<PlanTotals> plan,
    Applied applied,
    List<Refusal> refusals,
    long settledEarlier,
    Traffic traffic,
    long leastRequests,
    Duration duration,
    boolean editedMeanwhile,
    Optional<PortalFailure> failure,
    String note) {

  public RunReport {
    refusals = List.copyOf(refusals);
  }

  /** Deals left alone, at planning or on the way. */
  public long held() {
    return plan.map(PlanTotals::held).orElse(0L) + applied.held();
  }

  /** Changes of the plan that are still to be applied. */
  public long left() {
    long ended =
        applied.verified()
            + applied.needless()
            + applied.edited()
            + applied.held()
            + applied.failed()
            + applied.unknown();
    return plan.map(PlanTotals::changes).orElse(0L) - ended;
  }

  /** Deals that failed, at planning or on the way, unknown outcomes included. */
  public long failed() {
    return plan.map(PlanTotals::failed).orElse(0L) + applied.failed() + applied.unknown();
  }
}
