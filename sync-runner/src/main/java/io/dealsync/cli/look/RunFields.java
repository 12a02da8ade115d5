package io.dealsync.cli.look;

import io.dealsync.journal.RunRecord;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** A run's fields in JSON, the same in every document. */
final class RunFields {

  private RunFields() {}

  static void write(JsonGenerator json, RunRecord run) {
    json.writeNumberProperty("run", run.id());
    json.writeStringProperty("portal", run.portal());
    json.writeStringProperty("command", run.command());
    json.writeStringProperty("state", run.state().word());
    json.writeStringProperty("outcome", run.outcome());
    json.writeStringProperty("started_by", run.startedBy());
    json.writeStringProperty("applied_by", run.appliedBy().orElse(""));
    json.writeStringProperty("started_at", run.startedAt().toString());
    json.writeStringProperty("finished_at", run.finishedAt().map(Instant::toString).orElse(""));
    run.plan()
        .ifPresent(
            plan -> {
              json.writeNumberProperty("deals", plan.managed().all());
              json.writeNumberProperty("in_sync", plan.inSync());
              json.writeNumberProperty("changes", plan.changes());
            });
    run.end()
        .ifPresent(
            end -> {
              json.writeNumberProperty("pushed", end.pushed());
              json.writeNumberProperty("verified", end.verified());
              json.writeNumberProperty("held", end.held());
              json.writeNumberProperty("failed", end.failed());
              json.writeNumberProperty("requests", end.traffic().requests());
              json.writeNumberProperty("least_requests", end.leastRequests());
              json.writeNumberProperty("rejected", end.traffic().rejected());
              json.writeNumberProperty("writes", end.traffic().writes());
              json.writeNumberProperty("duration_ms", end.duration().toMillis());
              json.writeStringProperty("explanation", end.explanation());
            });
  }
}
