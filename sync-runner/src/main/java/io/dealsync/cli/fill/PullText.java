package io.dealsync.cli.fill;

import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.run.RunPrinter;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.pull.PullReport;
import io.dealsync.pull.PullTotals;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.List;

/** A pull as a person wants to read it. */
final class PullText {

  /** Longer lists are cut: nobody reads more, and the rows are in the database. */
  private static final int ROWS = 25;

  private final PrintStream out;
  private final Archive archive;
  private final FollowUp followUp;

  PullText(PrintStream out, Archive archive, FollowUp followUp) {
    this.out = out;
    this.archive = archive;
    this.followUp = followUp;
  }

  void print(String portal, PullReport report) {
    if (report.resumedAfter() > 0) {
      out.printf(
          "Going on after deal %d, where an earlier pull had stopped.%n", report.resumedAfter());
    }
    PullTotals totals = report.totals();
    out.printf(
        "Run %d (pull) from portal %s: %s read%n%n",
        report.run(), portal, HumanFormat.count(totals.read(), "deal"));
    table(totals).print(out, 2);
    listed(report.run());
    refused(report);
    if (totals.damaged() > 0) {
      out.printf(
          "%n%s two primary contacts or none on the portal; the next sync repairs that.%n",
          HumanFormat.count(totals.damaged(), "deal") + (totals.damaged() == 1 ? " has" : " have"));
    }
    out.printf(
        "%n%s. %s, %s.%n",
        ending(report),
        HumanFormat.count(report.traffic().requests(), "request"),
        HumanFormat.duration(report.duration()));
    RunPrinter.settledEarlier(out, report.settledEarlier());
    wayOn(report);
  }

  private void refused(PullReport report) {
    if (report.refusals().isEmpty()) {
      return;
    }
    out.printf("%nRefused by the guard; no managed deal was changed:%n");
    report.refusals().forEach(refusal -> out.printf("  %s%n", refusal.arithmetic()));
    out.printf(
        "What would change is stored as run %d: `%s`. If it is what you want:%n  %s%n",
        report.run(),
        followUp.command("show " + report.run()),
        followUp.allow(report.run(), report.refusals()));
  }

  private void wayOn(PullReport report) {
    if (report.totals().added() + report.totals().refreshed() > 0) {
      out.printf("To take it back: %s%n", followUp.undo(report.run()));
    }
    if (report.ending() == PullReport.Ending.INCOMPLETE && report.totals().differing() > 0) {
      out.println(
          followUp.spelled(
              "Where the portal was changed: `dealsync plan` shows what a sync would put back"
                  + " there; `dealsync pull --overwrite` lets the mirror want what the portal"
                  + " has."));
    }
  }

  private static TextTable table(PullTotals totals) {
    TextTable table = new TextTable("deals", "");
    row(table, "taken in", totals.added());
    row(table, "refreshed", totals.refreshed());
    row(table, "as they were", totals.unchanged());
    row(table, "differ, kept as they were", totals.differing());
    row(table, "kept: edited, paused or add_only", totals.kept());
    row(table, "not readable", totals.failed());
    table.row("links", HumanFormat.number(totals.links()));
    return table;
  }

  private static void row(TextTable table, String what, long number) {
    if (number > 0) {
      table.row(what, HumanFormat.number(number));
    }
  }

  private void listed(long run) {
    List<ChangeRecord> rows = archive.news(run, ROWS + 1);
    if (rows.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("deal", "what");
    rows.stream()
        .limit(ROWS)
        .forEach(
            row ->
                table.row(
                    Long.toString(row.deal()), row.error().isBlank() ? row.reason() : row.error()));
    out.println();
    table.print(out, 2);
    if (rows.size() > ROWS) {
      out.printf(
          "  … and more: SELECT * FROM dealsync.change WHERE run_id = %d ORDER BY deal_id;%n", run);
    }
  }

  private static String ending(PullReport report) {
    return switch (report.ending()) {
      case COMPLETE -> "The mirror has what the portal has";
      case INCOMPLETE -> "The mirror has what the portal has, except for the deals listed";
      case REFUSED -> "New deals are in; managed deals are as they were";
      case INTERRUPTED ->
          "Stopped on request after deal %d; run it again to go on".formatted(report.reached());
      case FAILED -> "Ended after deal %d; run it again to go on".formatted(report.reached());
    };
  }
}
