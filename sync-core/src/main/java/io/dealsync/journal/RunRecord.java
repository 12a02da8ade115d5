package io.dealsync.journal;

import io.dealsync.plan.PlanTotals;
import io.dealsync.text.ForeignText;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run as the journal remembers it.
 *
 * @param outcome one word, blank while it is running
 * @param startedBy operating system user at host
 * @param origin the run that this one undoes or repeats
 * @param allowances guard limits raised for it
 * @param appliedBy who last took up its stored plan; empty when nobody did
 * @param plan the plan's numbers; empty when it ended before the plan was complete
 * @param end what was recorded at its end; empty while it is running
 */
public record RunRecord(
    long id,
    String portal,
    String command,
    RunState state,
    String outcome,
    String startedBy,
    OptionalLong origin,
    Map<String, String> allowances,
    Optional<String> appliedBy,
    Instant startedAt,
    Optional<Instant> finishedAt,
    Optional<PlanTotals> plan,
    Optional<RunEnd> end) {

  public RunRecord {
    command = ForeignText.line(command, 200);
    outcome = ForeignText.line(outcome, 200);
    startedBy = ForeignText.line(startedBy, 200);
    appliedBy = appliedBy.map(who -> ForeignText.line(who, 200));
    allowances = Map.copyOf(allowances);
  }
}
