package io.dealsync.cli.run;

import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.MissingContact;
import io.dealsync.journal.RunRecord;
import io.dealsync.plan.Estimate;
import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Plans and results as a person wants to read them. */
public final class RunPrinter {

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
    if (report.failure().isPresent() || report.plan().isEmpty()) {
      endedEarly(report);
      return;
    }
    PlanTotals plan = report.plan().get();
    out.printf("Plan %d for portal %s: %s%n", report.run(), portal, String.join(", ", parts(plan)));
    note(report);
    nothingManaged(plan);
    rows(report.run());
    if (plan.changes() > 0) {
      out.printf(
          "%nApplying it needs about %s (%s):%n  %s%n",
          HumanFormat.count(estimate.requests(), "request"),
          atLeast(estimate.duration()),
          followUp.allow(report.run(), report.refusals()));
    }
    foreseen(report);
    settledEarlier(report);
  }

  private void foreseen(RunReport report) {
    if (!report.refusals().isEmpty()) {
      out.println("Without --allow the guard refuses it:");
      report.refusals().forEach(refusal -> out.printf("  %s%n", refusal.arithmetic()));
    }
  }

  void result(RunReport report, String portal, String command) {
    if (report.failure().isPresent() || report.plan().isEmpty()) {
      endedEarly(report);
      return;
    }
    PlanTotals plan = report.plan().get();
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
    OptionalLong undone = undone(report);
    out.printf(
        "%n%s. %s, %s, %s.%n",
        ClosingSentence.of(undone).words(report),
        HumanFormat.requests(report.traffic().requests(), report.leastRequests()),
        HumanFormat.count(report.traffic().writes(), "write"),
        HumanFormat.duration(report.duration()));
    undone.ifPresent(run -> stillWanted(report, run));
    stopped(report);
    settledEarlier(report);
  }

  private OptionalLong undone(RunReport report) {
    return archive.run(report.run()).map(RunRecord::origin).orElse(OptionalLong.empty());
  }

  /** An undo that puts the mirror back as well has an adoption in every change. */
  private void stillWanted(RunReport report, long undone) {
    boolean portalOnly =
        archive.mostAffected(report.run(), 1).stream().allMatch(row -> row.adoption().isEmpty());
    if (portalOnly && report.applied().verified() > 0) {
      out.printf(
          "The mirror still wants what run %d did, and the next sync does it again; --to-mirror"
              + " puts the mirror back as well.%n",
          undone);
    }
  }

  private void stopped(RunReport report) {
    if (report.outcome() == RunOutcome.STOPPED) {
      out.print(followUp.spelled(report.applied().stopped()) + " ");
      goOn(report);
    }
  }

  private void goOn(RunReport report) {
    out.printf(
        "What is left stays planned; to go on with it:%n  %s%n", followUp.apply(report.run()));
  }

  /** Why it failed is an error message; here is what was done until then. */
  private void endedEarly(RunReport report) {
    if (report.outcome() == RunOutcome.INTERRUPTED) {
      out.printf(
          "Run %d stopped on request while the portal was read; nothing was written.%n",
          report.run());
    }
    if (report.applied().pushed() > 0) {
      out.printf(
          "Run %d ended early. Until then %s sent, %s of them verified.%n",
          report.run(),
          was(report.applied().pushed(), "change"),
          HumanFormat.number(report.applied().verified()));
      rows(report.run());
    }
    if (report.left() > 0) {
      goOn(report);
    }
    settledEarlier(report);
  }

  private static List<String> parts(PlanTotals plan) {
    List<String> parts = new ArrayList<>();
    parts.add(HumanFormat.count(plan.managed().all(), "deal"));
    parts.add(HumanFormat.number(plan.inSync()) + " in sync");
    parts.add(HumanFormat.number(plan.changes()) + " to change" + effect(plan));
    add(parts, plan.held(), "held");
    add(parts, plan.failed(), "failed");
    add(parts, plan.leftOut(), "left out");
    add(parts, plan.paused(), "paused");
    return parts;
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(HumanFormat.number(number) + " " + what);
    }
  }

  private static String effect(PlanTotals plan) {
    List<String> parts = new ArrayList<>();
    if (plan.addedLinks() > 0) {
      parts.add("+" + HumanFormat.count(plan.addedLinks(), "link"));
    }
    if (plan.removedLinks() > 0) {
      parts.add("−" + HumanFormat.count(plan.removedLinks(), "link"));
    }
    if (plan.emptied() > 0) {
      parts.add(HumanFormat.count(plan.emptied(), "deal") + " emptied");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private void nothingManaged(PlanTotals plan) {
    if (plan.managed().all() == 0 && !plan.managed().isLost()) {
      out.println(
          followUp.spelled(
              "No deal is managed yet. A row in dealsync.deal_contact makes its deal a managed one;"
                  + " `dealsync pull` takes in those of the portal."));
    }
  }

  private void note(RunReport report) {
    if (!report.note().isBlank()) {
      out.println(followUp.spelled(report.note()));
    }
  }

  private static String atLeast(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(1)) < 0
        ? "the portal takes them at once"
        : "at least " + HumanFormat.duration(duration) + " by the portal's rate limit";
  }

  /**
   * All news of a short run by deal; of a long one those that need attention, then the others. A
   * hold that is known is not told again.
   */
  private void rows(long run) {
    missingContacts(run);
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
  private void missingContacts(long run) {
    List<MissingContact> missing = archive.missingContacts(run, 0, ROWS);
    if (missing.isEmpty()) {
      return;
    }
    out.printf("%nHeld, because the portal does not have a contact, or hides it:%n%n");
    TextTable table = new TextTable("contact", "deals");
    missing.forEach(each -> table.row(Long.toString(each.contact()), some(each.deals())));
    table.print(out, 2);
    if (missing.size() == ROWS) {
      moreMissing(run, archive.missingContacts(run) - ROWS);
    }
  }

  private void moreMissing(long run, long number) {
    if (number > 0) {
      out.printf(
          "  … and %s more: SELECT contact_id, array_agg(deal_id) FROM dealsync.hold,"
              + " unnest(contacts) AS contact_id WHERE run_id = %d GROUP BY contact_id ORDER BY"
              + " count(*) DESC;%n",
          HumanFormat.number(number), run);
    }
  }

  private static String some(List<Long> deals) {
    String first =
        deals.stream().limit(MOST_AFFECTED).map(String::valueOf).collect(Collectors.joining(", "));
    return deals.size() <= MOST_AFFECTED
        ? first
        : first + " and " + HumanFormat.number(deals.size() - MOST_AFFECTED) + " more";
  }

  private void table(List<ChangeRecord> rows) {
    if (rows.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("deal", "status", "action", "call", "what");
    for (ChangeRecord row : rows) {
      table.row(
          Long.toString(row.deal()),
          row.status().word(),
          row.action(),
          row.method().map(RunPrinter::shortName).orElse(""),
          followUp.spelled(what(row)));
    }
    out.println();
    table.print(out, 2);
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
        "%n%s run %d. If it is what you want:%n  %s%n",
        report.applied().verified() == 0
            ? "The whole plan is stored as"
            : "What was refused waits in",
        report.run(),
        followUp.allow(report.run(), report.refusals()));
  }

  private void settledEarlier(RunReport report) {
    settledEarlier(out, report.settledEarlier());
  }

  public static void settledEarlier(PrintStream out, long settled) {
    if (settled > 0) {
      out.printf(
          "An earlier run had ended in the middle: %s settled by reading the portal.%n",
          was(settled, "change"));
    }
  }

  /** {@code 1 change was}, {@code 12 changes were}. */
  private static String was(long number, String thing) {
    return HumanFormat.count(number, thing) + (number == 1 ? " was" : " were");
  }
}
