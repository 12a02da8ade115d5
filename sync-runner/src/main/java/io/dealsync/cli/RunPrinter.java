package io.dealsync.cli;

import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.MissingContact;
import io.dealsync.plan.Estimate;
import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Plans and results as a person wants to read them. */
final class RunPrinter {

  /** Longer lists are cut: nobody reads more, and the rows are in the database. */
  private static final int ROWS = 25;

  private static final int MOST_AFFECTED = 10;

  private final PrintStream out;
  private final Archive archive;
  private final FollowUp followUp;

  RunPrinter(PrintStream out, Archive archive, FollowUp followUp) {
    this.out = out;
    this.archive = archive;
    this.followUp = followUp;
  }

  void plan(RunReport report, String portal, Estimate estimate) {
    if (report.failure().isPresent()) {
      endedEarly(report);
      return;
    }
    PlanTotals plan = report.plan().orElseThrow();
    out.printf("Plan %d for portal %s: %s%n", report.run(), portal, String.join(", ", parts(plan)));
    note(report);
    nothingManaged(plan);
    rows(report.run());
    if (plan.changes() > 0) {
      out.printf(
          "%nApplying it needs about %s (%s):%n  %s%n",
          Words.count(estimate.requests(), "request"),
          atLeast(estimate.duration()),
          followUp.apply(report.run()));
    }
    settledEarlier(report);
  }

  void result(RunReport report, String portal, String command, Closing closing) {
    if (report.failure().isPresent()) {
      endedEarly(report);
      return;
    }
    PlanTotals plan = report.plan().orElseThrow();
    out.printf(
        "Run %d (%s) on portal %s: %s%n",
        report.run(), command, portal, String.join(", ", parts(plan)));
    note(report);
    nothingManaged(plan);
    if (report.refusals().isEmpty()) {
      rows(report.run());
    } else {
      refusals(report);
    }
    out.printf(
        "%n%s. %s, %s, %s.%n",
        closing.words(report),
        Words.requests(report.traffic().requests(), report.leastRequests()),
        Words.count(report.traffic().writes(), "write"),
        Words.duration(report.duration()));
    stopped(report);
    settledEarlier(report);
  }

  private void stopped(RunReport report) {
    if (report.outcome() == RunOutcome.STOPPED) {
      out.printf(
          "%s What is left stays planned; to go on with it:%n  %s%n",
          report.applied().stopped(), followUp.apply(report.run()));
    }
  }

  /** Why it ended is an error message; here is what was done until then. */
  private void endedEarly(RunReport report) {
    if (report.applied().pushed() > 0) {
      out.printf(
          "Run %d ended early. Until then %s sent, %s of them verified.%n",
          report.run(),
          was(report.applied().pushed(), "change"),
          Words.number(report.applied().verified()));
      rows(report.run());
    }
  }

  private static List<String> parts(PlanTotals plan) {
    List<String> parts = new ArrayList<>();
    parts.add(Words.count(plan.managed(), "deal"));
    parts.add(Words.number(plan.inSync()) + " in sync");
    parts.add(Words.number(plan.changes()) + " to change" + effect(plan));
    add(parts, plan.held(), "held");
    add(parts, plan.failed(), "failed");
    add(parts, plan.leftOut(), "left out");
    add(parts, plan.everything() ? plan.managed() - plan.considered() : 0, "paused");
    return parts;
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(Words.number(number) + " " + what);
    }
  }

  private static String effect(PlanTotals plan) {
    List<String> parts = new ArrayList<>();
    if (plan.addedLinks() > 0) {
      parts.add("+" + Words.count(plan.addedLinks(), "link"));
    }
    if (plan.removedLinks() > 0) {
      parts.add("−" + Words.count(plan.removedLinks(), "link"));
    }
    if (plan.emptied() > 0) {
      parts.add(Words.count(plan.emptied(), "deal") + " emptied");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private void nothingManaged(PlanTotals plan) {
    if (plan.managed() == 0) {
      out.println(
          "No deal is managed yet. A row in dealsync.deal_contact makes its deal a managed one;"
              + " `dealsync pull` takes in those of the portal.");
    }
  }

  private void note(RunReport report) {
    if (!report.note().isBlank()) {
      out.println(report.note());
    }
  }

  private static String atLeast(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(1)) < 0
        ? "the portal takes them at once"
        : "at least " + Words.duration(duration) + " by the portal's rate limit";
  }

  /**
   * All news of a short run by deal; of a long one those that need attention, then the others. A
   * hold that is known is not told again.
   */
  private void rows(long run) {
    missingContacts(archive.missingContacts(run, ROWS));
    List<ChangeRecord> all = archive.news(run, ROWS + 1);
    if (all.size() <= ROWS) {
      table(all);
      return;
    }
    List<ChangeRecord> troubles = archive.troubles(run, ROWS);
    List<ChangeRecord> rows = new ArrayList<>(troubles);
    all.stream()
        .filter(row -> troubles.stream().noneMatch(trouble -> trouble.deal() == row.deal()))
        .limit(ROWS - troubles.size())
        .forEach(rows::add);
    table(rows);
    out.printf(
        "  … and more: SELECT * FROM dealsync.change WHERE run_id = %d ORDER BY deal_id;%n", run);
  }

  /** A contact that is gone is told once, with the deals that are held for want of it. */
  private void missingContacts(List<MissingContact> missing) {
    if (missing.isEmpty()) {
      return;
    }
    out.printf("%nHeld, because the portal does not have a contact, or hides it:%n%n");
    TextTable table = new TextTable("contact", "deals");
    missing.forEach(each -> table.row(Long.toString(each.contact()), some(each.deals())));
    out.print(table.render(2));
  }

  private static String some(List<Long> deals) {
    String first =
        deals.stream().limit(MOST_AFFECTED).map(String::valueOf).collect(Collectors.joining(", "));
    return deals.size() <= MOST_AFFECTED
        ? first
        : first + " and " + Words.number(deals.size() - MOST_AFFECTED) + " more";
  }

  private void table(List<ChangeRecord> rows) {
    if (rows.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("deal", "action", "what", "call", "status");
    for (ChangeRecord row : rows) {
      table.row(
          Long.toString(row.deal()),
          row.action(),
          what(row),
          row.method().map(RunPrinter::shortName).orElse(""),
          row.status().word());
    }
    out.println();
    out.print(table.render(2));
  }

  private static String what(ChangeRecord row) {
    return row.error().isBlank() || row.status() == ChangeStatus.VERIFIED
        ? row.reason()
        : row.error();
  }

  private static String shortName(String method) {
    return method.replace("crm.deal.contact.", "");
  }

  private void refusals(RunReport report) {
    out.printf("%nRefused by the guard:%n");
    report.refusals().forEach(refusal -> out.printf("  %s%n", refusal.arithmetic()));
    List<ChangeRecord> most = archive.mostAffected(report.run(), MOST_AFFECTED);
    out.printf(
        "%n%s:%n",
        most.size() == MOST_AFFECTED
            ? "The ten deals that would change most"
            : "What would change");
    table(most);
    out.printf(
        "%nThe whole plan is stored as run %d. If it is what you want:%n  %s%n",
        report.run(), followUp.allow(report.run(), report.refusals()));
  }

  private void settledEarlier(RunReport report) {
    settledEarlier(out, report.settledEarlier());
  }

  static void settledEarlier(PrintStream out, long settled) {
    if (settled > 0) {
      out.printf(
          "An earlier run had ended in the middle: %s settled by reading the portal.%n",
          was(settled, "change"));
    }
  }

  /** {@code 1 change was}, {@code 12 changes were}. */
  private static String was(long number, String thing) {
    return Words.count(number, thing) + (number == 1 ? " was" : " were");
  }
}
