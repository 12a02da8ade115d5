package io.dealsync.cli.fill;

import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.json.ItemFields;
import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.cli.json.JsonInlined;
import io.dealsync.cli.json.JsonRows;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.json.RefusalFields;
import io.dealsync.journal.Archive;
import io.dealsync.pull.PullReport;
import io.dealsync.pull.PullTotals;
import java.util.List;

/** A pull that was made. */
@JsonDocument(name = "pull", about = "`pull`: what the pull read, took in and left.")
record PullDocument(
    @JsonField("The run's number, for `show` and `undo`") long run,
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("Always pull") String command,
    @JsonField("complete, incomplete, refused, interrupted or failed") String outcome,
    @JsonField("The deal after which an earlier pull had stopped; 0 when it began at the start")
        long resumedAfter,
    @JsonField("The last deal that was gone through") long reached,
    @JsonInlined Numbers numbers,
    @JsonField("The guard limits that the pull exceeds") List<RefusalFields> refusals,
    @JsonField("The command that carries it out all the same; blank when nothing was refused")
        String override,
    @JsonField("Why the pull failed; blank when it did not") String error,
    @JsonField("Each deal that differs, was refreshed, kept or could not be read")
        JsonRows<ItemFields> items) {

  /** A pull in numbers. */
  record Numbers(
      @JsonField(value = "Deals that were read", unit = "deals") long read,
      @JsonField(value = "Deals that came under management", unit = "deals") long added,
      @JsonField(value = "Managed deals whose desired links became the portal's", unit = "deals")
          long refreshed,
      @JsonField(value = "Managed deals that are equal on both sides", unit = "deals")
          long unchanged,
      @JsonField(value = "Managed deals that differ and stayed as they were", unit = "deals")
          long differing,
      @JsonField(value = "Deals kept because they are edited, paused or add_only", unit = "deals")
          long kept,
      @JsonField(value = "Deals that could not be read", unit = "deals") long failed,
      @JsonField(value = "Links that came in", unit = "links") long links,
      @JsonField(value = "Deals with two primary contacts or none on the portal", unit = "deals")
          long damaged,
      @JsonField(
              value = "Changes of earlier runs whose outcome this one found out",
              unit = "changes")
          long settledEarlier,
      @JsonField(value = "Sent to the portal", unit = "requests") long requests,
      @JsonField(value = "Turned away by the portal's rate limit", unit = "requests") long rejected,
      @JsonField(value = "Calls that change something; always 0", unit = "calls") long writes,
      @JsonField(value = "How long it took", unit = "ms") long durationMs) {

    private static Numbers of(PullReport report) {
      PullTotals totals = report.totals();
      return new Numbers(
          totals.read(),
          totals.added(),
          totals.refreshed(),
          totals.unchanged(),
          totals.differing(),
          totals.kept(),
          totals.failed(),
          totals.links(),
          totals.damaged(),
          report.settledEarlier(),
          report.traffic().requests(),
          report.traffic().rejected(),
          report.traffic().writes(),
          report.duration().toMillis());
    }
  }

  static PullDocument of(String portal, PullReport report, Archive archive, FollowUp followUp) {
    return new PullDocument(
        report.run(),
        portal,
        "pull",
        JsonWriter.word(report.ending()),
        report.resumedAfter(),
        report.reached(),
        Numbers.of(report),
        RefusalFields.of(report.refusals()),
        report.refusals().isEmpty() ? "" : followUp.allow(report.run(), report.refusals()),
        report.failure().map(failure -> String.valueOf(failure.getMessage())).orElse(""),
        ItemFields.of(archive, report.run()));
  }
}
