package io.dealsync.cli;

import io.dealsync.guard.Refusal;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.plan.Estimate;
import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.RunReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Plans and results as a person wants to read them. */
final class RunPrinter {

  /** Longer lists are cut: nobody reads more, and the rows are in the database. */
  private static final int ROWS = 25;

  private final PrintStream out;
  private final Archive archive;

  RunPrinter(PrintStream out, Archive archive) {
    this.out = out;
    this.archive = archive;
  }

  void plan(RunReport report, String portal, Estimate estimate) {
    if (failed(report)) {
      return;
    }
    PlanTotals plan = report.plan().orElseThrow();
    out.printf("Plan %d for portal %s: %s%n", report.run(), portal, headline(plan));
    rows(report.run());
    if (plan.changes() > 0) {
      out.printf(
          "%nApplying it needs about %s, at least %s: dealsync apply %d%n",
          Words.count(estimate.requests(), "request"),
          Words.duration(estimate.duration()),
          report.run());
    }
    settledEarlier(report);
  }

  void result(RunReport report, String portal, String command) {
    if (failed(report)) {
      return;
    }
    PlanTotals plan = report.plan().orElseThrow();
    out.printf("Run %d (%s) on portal %s: %s%n", report.run(), command, portal, headline(plan));
    rows(report.run());
    refusals(report, command);
    out.printf(
        "%n%s. %s, %s, %s.%n",
        ending(report),
        Words.count(report.traffic().requests(), "request"),
        Words.count(report.traffic().writes(), "write"),
        Words.duration(report.duration()));
    settledEarlier(report);
  }

  private boolean failed(RunReport report) {
    report
        .failure()
        .ifPresent(
            failure -> {
              out.printf("Run %d ended early: %s%n", report.run(), failure.getMessage());
              if (report.applied().pushed() > 0) {
                out.printf(
                    "Until then %s sent, %d of them verified.%n",
                    Words.count(report.applied().pushed(), "change"), report.applied().verified());
              }
            });
    return report.failure().isPresent();
  }

  private static String headline(PlanTotals plan) {
    List<String> parts = new ArrayList<>();
    parts.add(Words.count(plan.managed(), "deal"));
    parts.add(Words.number(plan.inSync()) + " in sync");
    parts.add(Words.number(plan.changes()) + " to change");
    if (plan.held() > 0) {
      parts.add(Words.number(plan.held()) + " held");
    }
    if (plan.failed() > 0) {
      parts.add(Words.number(plan.failed()) + " failed");
    }
    if (plan.addedLinks() + plan.removedLinks() > 0) {
      parts.add("+%d −%d links".formatted(plan.addedLinks(), plan.removedLinks()));
    }
    if (plan.emptied() > 0) {
      parts.add(Words.count(plan.emptied(), "deal") + " emptied");
    }
    return String.join(", ", parts);
  }

  /** What needs attention comes first. */
  void rows(long run) {
    List<ChangeRecord> rows = archive.changes(run, 0, ROWS + 1);
    if (rows.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("deal", "action", "what", "call", "status");
    rows.stream()
        .limit(ROWS)
        .forEach(
            row ->
                table.row(
                    Long.toString(row.deal()),
                    row.action(),
                    what(row),
                    row.method().map(RunPrinter::shortName).orElse(""),
                    row.status().word()));
    out.println();
    out.print(table.render(2));
    if (rows.size() > ROWS) {
      out.printf(
          "  … and more: SELECT * FROM dealsync.change WHERE run_id = %d ORDER BY deal_id;%n", run);
    }
  }

  private static String what(ChangeRecord row) {
    return row.error().isBlank() || row.status() == ChangeStatus.VERIFIED
        ? row.reason()
        : row.error();
  }

  private static String shortName(String method) {
    return method.replace("crm.deal.contact.", "");
  }

  private void refusals(RunReport report, String command) {
    if (report.refusals().isEmpty()) {
      return;
    }
    out.printf("%nRefused by the guard; nothing was written:%n");
    report.refusals().forEach(refusal -> out.printf("  %s%n", refusal.arithmetic()));
    String allow =
        report.refusals().stream()
            .map(Refusal::allowance)
            .map(allowance -> " --allow " + allowance)
            .collect(Collectors.joining());
    out.printf("If that is what you want: dealsync apply %d%s%n", report.run(), allow);
  }

  private static String ending(RunReport report) {
    return switch (report.outcome()) {
      case IN_SYNC ->
          report.applied().pushed() == 0
              ? "Portal and mirror are equal, nothing was written"
              : "Portal and mirror are equal: %s written and verified"
                  .formatted(Words.count(report.applied().verified(), "change"));
      case PENDING -> "Nothing was written";
      case REFUSED -> "Refused";
      case INCOMPLETE ->
          "%d written and verified, %d held, %d failed"
              .formatted(report.applied().verified(), report.held(), report.failed());
      case INTERRUPTED ->
          "Stopped on request after %s; the rest is for the next run"
              .formatted(Words.count(report.applied().pushed(), "change"));
      case FAILED -> "Failed";
    };
  }

  private void settledEarlier(RunReport report) {
    if (report.settledEarlier() > 0) {
      out.printf(
          "An earlier run had ended in the middle: %s settled by reading the portal.%n",
          Words.count(report.settledEarlier(), "change"));
    }
  }
}
