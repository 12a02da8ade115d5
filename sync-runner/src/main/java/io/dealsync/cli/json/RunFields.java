package io.dealsync.cli.json;

import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.plan.PlanTotals;
import java.time.Instant;
import java.util.Optional;

/** A stored run. */
public record RunFields(
    @JsonField("The run's number, for `show`, `apply` and `undo`") long run,
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("The command that made the run") String command,
    @JsonField("Where it stands: running, planned, refused, interrupted, failed or done")
        String state,
    @JsonField("How it ended, in one word; blank while it is running") String outcome,
    @JsonField("Operating system user and host") String startedBy,
    @JsonField("Who last carried its stored plan out; blank when nobody did") String appliedBy,
    @JsonField(value = "When it began", unit = "ISO 8601, UTC") String startedAt,
    @JsonField(value = "When it ended; blank while it is running", unit = "ISO 8601, UTC")
        String finishedAt,
    @JsonInlined Optional<Plan> plan,
    @JsonInlined Optional<End> end) {

  /** There once the plan is complete. */
  public record Plan(
      @JsonField(value = "Managed deals; absent before the plan is complete", unit = "deals")
          long deals,
      @JsonField(value = "Deals that need no change", unit = "deals") long inSync,
      @JsonField(value = "Planned changes", unit = "changes") long changes) {

    private static Plan of(PlanTotals plan) {
      return new Plan(plan.managed().all(), plan.inSync(), plan.changes());
    }
  }

  /** There once the run has ended. */
  public record End(
      @JsonField(value = "Changes that were sent; absent while it is running", unit = "changes")
          long pushed,
      @JsonField(value = "Changes that the portal confirmed", unit = "changes") long verified,
      @JsonField(value = "Deals that wait for people", unit = "deals") long held,
      @JsonField(value = "Deals that failed", unit = "deals") long failed,
      @JsonField(value = "Sent to the portal", unit = "requests") long requests,
      @JsonField(value = "The least number that could have done it", unit = "requests")
          long leastRequests,
      @JsonField(value = "Turned away by the portal's rate limit", unit = "requests") long rejected,
      @JsonField(value = "Calls that change something", unit = "calls") long writes,
      @JsonField(value = "How long it took", unit = "ms") long durationMs,
      @JsonField("A refusal or an error in words; blank when there is none") String explanation) {

    private static End of(RunEnd end) {
      return new End(
          end.pushed(),
          end.verified(),
          end.held(),
          end.failed(),
          end.traffic().requests(),
          end.leastRequests(),
          end.traffic().rejected(),
          end.traffic().writes(),
          end.duration().toMillis(),
          end.explanation());
    }
  }

  public static RunFields of(RunRecord run) {
    return new RunFields(
        run.id(),
        run.portal(),
        run.command(),
        run.state().word(),
        run.outcome(),
        run.startedBy(),
        run.appliedBy().orElse(""),
        run.startedAt().toString(),
        run.finishedAt().map(Instant::toString).orElse(""),
        run.plan().map(Plan::of),
        run.end().map(End::of));
  }
}
