package io.dealsync.cli.run;

import io.dealsync.plan.PlanTotals;
import io.dealsync.reconcile.RunReport;
import io.dealsync.wording.HumanFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The sentence that closes a report: what the run came to.
 *
 * @param success what is true once nothing is left to do
 * @param idle the whole sentence when nothing was to be done
 */
record ClosingSentence(String success, String idle) {

  /** Of a run that makes the portal equal to the mirror. */
  private static final ClosingSentence SYNC =
      new ClosingSentence(
          "Portal and mirror are equal", "Portal and mirror are equal, nothing was written");

  /** Of a run, which may undo another one. */
  static ClosingSentence of(OptionalLong undone) {
    return undone.isPresent() ? undo(undone.getAsLong()) : SYNC;
  }

  private static ClosingSentence undo(long run) {
    return new ClosingSentence(
        "What run %d did is undone".formatted(run),
        "Run %d left nothing to undo, nothing was written".formatted(run));
  }

  /** The sentence, without its full stop. */
  String words(RunReport report) {
    return switch (report.outcome()) {
      case IN_SYNC -> inSync(report);
      case PENDING -> "Nothing was written";
      case REFUSED -> written(report);
      case INCOMPLETE -> incomplete(report, report.applied().unsent(), "not sent");
      case STOPPED -> incomplete(report, report.left(), "still planned");
      case INTERRUPTED ->
          "Stopped on request after %s; the rest is for the next run"
              .formatted(HumanFormat.count(report.applied().pushed(), "change"));
      case FAILED -> "Failed";
    };
  }

  private String inSync(RunReport report) {
    if (report.plan().filter(plan -> plan.managed().all() == 0).isPresent()) {
      return "No deal is managed: nothing was compared, and nothing was written";
    }
    if (report.plan().map(PlanTotals::leftOut).orElse(0L) > 0) {
      return written(report);
    }
    if (report.editedMeanwhile()) {
      return written(report) + "; what was edited meanwhile is for the next run";
    }
    if (report.held() > 0) {
      return written(report) + "; what is held was known before";
    }
    return report.applied().verified() == 0 ? idle : success + ": " + written(report);
  }

  private static String incomplete(RunReport report, long left, String how) {
    List<String> parts = new ArrayList<>();
    parts.add(written(report));
    add(parts, report.applied().edited(), "edited since the plan");
    add(parts, report.held(), "held");
    add(parts, report.failed(), "failed");
    add(parts, left, how);
    return String.join(", ", parts);
  }

  private static String written(RunReport report) {
    long written = report.applied().verified();
    if (written > 0) {
      return HumanFormat.count(written, "change") + " written and verified";
    }
    long pushed = report.applied().pushed();
    return pushed == 0
        ? "Nothing was written"
        : HumanFormat.count(pushed, "change") + " sent, none of them verified";
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(HumanFormat.number(number) + " " + what);
    }
  }
}
