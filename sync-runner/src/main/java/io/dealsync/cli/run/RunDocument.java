package io.dealsync.cli.run;

import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.guard.Refusal;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.MissingContact;
import io.dealsync.plan.Estimate;
import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import java.io.PrintStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The JSON document of {@code plan}, {@code apply} and {@code sync}; its fields are stable. */
public final class RunDocument {

  private static final int PAGE = 1000;

  private final Archive archive;
  private final FollowUp followUp;

  RunDocument(Archive archive, FollowUp followUp) {
    this.archive = archive;
    this.followUp = followUp;
  }

  void write(PrintStream out, String portal, String command, RunReport report, Estimate estimate) {
    JsonDocument.print(out, json -> write(json, portal, command, report, estimate));
  }

  private void write(
      JsonGenerator json, String portal, String command, RunReport report, Estimate estimate) {
    json.writeNumberProperty("run", report.run());
    json.writeStringProperty("portal", portal);
    json.writeStringProperty("command", command);
    json.writeStringProperty("outcome", report.outcome().word());
    numbers(json, report);
    json.writeObjectPropertyStart("estimate");
    json.writeNumberProperty("requests", estimate.requests());
    json.writeNumberProperty("seconds", estimate.duration().toMillis() / 1000.0);
    json.writeEndObject();
    List<Refusal> refusals = report.refusals();
    refusals(json, refusals);
    json.writeStringProperty(
        "override", refusals.isEmpty() ? "" : followUp.allow(report.run(), refusals));
    json.writeStringProperty("stopped", report.applied().stopped());
    json.writeStringProperty(
        "resume", isToBeGoneOnWith(report) ? followUp.apply(report.run()) : "");
    json.writeStringProperty("note", report.note());
    json.writeStringProperty("error", report.failure().map(Throwable::getMessage).orElse(""));
    missingContacts(json, report.run());
    items(json, archive, report.run());
  }

  private static boolean isToBeGoneOnWith(RunReport report) {
    return report.outcome() == RunOutcome.STOPPED
        || (report.outcome() == RunOutcome.FAILED && report.left() > 0);
  }

  private void missingContacts(JsonGenerator json, long run) {
    json.writeArrayPropertyStart("missing_contacts");
    List<MissingContact> page;
    int written = 0;
    do {
      page = archive.missingContacts(run, written, PAGE);
      page.forEach(missing -> missingContact(json, missing));
      written += page.size();
    } while (page.size() == PAGE);
    json.writeEndArray();
  }

  private static void missingContact(JsonGenerator json, MissingContact missing) {
    json.writeStartObject();
    json.writeNumberProperty("contact", missing.contact());
    json.writeArrayPropertyStart("deals");
    missing.deals().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, RunReport report) {
    json.writeNumberProperty("deals", report.plan().map(plan -> plan.managed().all()).orElse(0L));
    json.writeNumberProperty("in_sync", report.plan().map(PlanTotals::inSync).orElse(0L));
    json.writeNumberProperty("changes", report.plan().map(PlanTotals::changes).orElse(0L));
    json.writeNumberProperty("pushed", report.applied().pushed());
    json.writeNumberProperty("verified", report.applied().verified());
    json.writeNumberProperty("edited", report.applied().edited());
    json.writeBooleanProperty("edited_meanwhile", report.editedMeanwhile());
    json.writeNumberProperty("held", report.held());
    json.writeNumberProperty("failed", report.failed());
    json.writeNumberProperty("not_sent", report.applied().unsent());
    json.writeNumberProperty("requests", report.traffic().requests());
    json.writeNumberProperty("least_requests", report.leastRequests());
    json.writeNumberProperty("rejected", report.traffic().rejected());
    json.writeNumberProperty("writes", report.traffic().writes());
    json.writeNumberProperty("duration_ms", report.duration().toMillis());
    json.writeNumberProperty("added_links", report.plan().map(PlanTotals::addedLinks).orElse(0L));
    json.writeNumberProperty(
        "removed_links", report.plan().map(PlanTotals::removedLinks).orElse(0L));
    json.writeNumberProperty("emptied", report.plan().map(PlanTotals::emptied).orElse(0L));
    json.writeNumberProperty("settled_earlier", report.settledEarlier());
  }

  public static void refusals(JsonGenerator json, List<Refusal> refusals) {
    json.writeArrayPropertyStart("refusals");
    refusals.forEach(
        refusal -> {
          json.writeStartObject();
          json.writeStringProperty("limit", refusal.limit().key());
          json.writeStringProperty("arithmetic", refusal.arithmetic());
          json.writeStringProperty("allow", refusal.allowance());
          json.writeEndObject();
        });
    json.writeEndArray();
  }

  public static void items(JsonGenerator json, Archive archive, long run) {
    json.writeArrayPropertyStart("items");
    List<ChangeRecord> page;
    long after = 0;
    do {
      page = archive.changes(run, after, PAGE);
      for (ChangeRecord change : page) {
        if (!change.tookIn()) {
          item(json, change);
        }
        after = change.deal();
      }
    } while (page.size() == PAGE);
    json.writeEndArray();
  }

  private static void item(JsonGenerator json, ChangeRecord change) {
    json.writeStartObject();
    json.writeNumberProperty("deal", change.deal());
    json.writeStringProperty("action", change.action());
    json.writeStringProperty("method", change.method().orElse(""));
    json.writeStringProperty("status", change.status().word());
    json.writeStringProperty("reason", change.reason());
    json.writeStringProperty("error", change.error());
    change.before().ifPresent(before -> json.writeStringProperty("before", before.toString()));
    change.target().ifPresent(target -> json.writeStringProperty("target", target.toString()));
    change.after().ifPresent(after -> json.writeStringProperty("after", after.toString()));
    json.writeEndObject();
  }
}
