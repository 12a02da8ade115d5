package io.dealsync.cli.look;

import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.guard.Guard;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.guard.Verdict;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stored run as a person wants to read it. */
final class ShowText {

  private static final int PAGE = 1000;

  private final PrintStream out;
  private final Archive archive;
  private final Hints hints;

  ShowText(PrintStream out, Archive archive, Hints hints) {
    this.out = out;
    this.archive = archive;
    this.hints = hints;
  }

  /**
   * Prints it.
   *
   * @param limits by which the guard would judge it now; empty when they are not known
   */
  void print(RunRecord record, Optional<Limits> limits) {
    out.printf(
        "Run %d: %s on portal %s by %s, started %s%n",
        record.id(),
        record.command(),
        record.portal(),
        record.startedBy(),
        HumanFormat.time(record.startedAt()));
    record.appliedBy().ifPresent(who -> out.printf("Applied by %s%n", who));
    if (!record.allowances().isEmpty()) {
      out.printf(
          "Guard limits raised for it by %s: %s%n",
          record.appliedBy().orElse(record.startedBy()),
          record.allowances().entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    out.printf(
        "State: %s%s%n",
        record.state().word(),
        record.outcome().isBlank() || record.outcome().equals(record.state().word())
            ? ""
            : ", " + record.outcome().replace('_', ' '));
    record.end().ifPresent(end -> print(end));
    record
        .plan()
        .ifPresent(
            plan ->
                out.printf(
                    "Deals: %s managed, %s in sync, %s to change, %s held, %s failed%n",
                    HumanFormat.number(plan.managed().all()),
                    HumanFormat.number(plan.inSync()),
                    HumanFormat.number(plan.changes()),
                    HumanFormat.number(plan.held()),
                    HumanFormat.number(plan.failed())));
    print(archive.changes(record.id(), 0, PAGE), record.id());
    if (canGoOn(record)) {
      out.printf("%nTo go on with it: %s%n", wayOn(record, limits));
    }
  }

  /** What the guard would refuse is to be allowed. */
  private String wayOn(RunRecord record, Optional<Limits> limits) {
    return new FollowUp(hints, new TreeMap<>(record.allowances()), "")
        .allow(record.id(), limits.map(known -> refusals(record, known)).orElse(List.of()));
  }

  private List<Refusal> refusals(RunRecord record, Limits limits) {
    Verdict verdict =
        new Guard(limits)
            .judge(record.plan().orElseThrow(), archive.window(record.id(), limits.window()));
    return verdict instanceof Verdict.Refused refused ? refused.refusals() : List.of();
  }

  private boolean canGoOn(RunRecord record) {
    boolean isOpen =
        switch (record.state()) {
          case PLANNED, REFUSED, INTERRUPTED, FAILED -> true;
          case RUNNING, DONE -> false;
        };
    return isOpen && record.plan().isPresent() && archive.planned(record.id()) > 0;
  }

  private void print(RunEnd end) {
    out.printf(
        "Sent: %s; %s, %s rejected; took %s%n",
        HumanFormat.requests(end.traffic().requests(), end.leastRequests()),
        HumanFormat.count(end.traffic().writes(), "write"),
        HumanFormat.number(end.traffic().rejected()),
        HumanFormat.duration(end.duration()));
    if (!end.explanation().isBlank()) {
      out.printf("Why: %s%n", hints.in(end.explanation()));
    }
  }

  private void print(List<ChangeRecord> changes, long run) {
    if (changes.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("deal", "status", "action", "before (* primary)", "target", "what");
    for (ChangeRecord change : changes) {
      table.row(
          Long.toString(change.deal()),
          change.status().word(),
          change.action(),
          change.before().map(LinkText::of).orElse(""),
          change.target().map(Object::toString).orElse(""),
          hints.in(change.error().isBlank() ? change.reason() : change.error()));
    }
    out.println();
    table.print(out, 2);
    if (changes.size() == PAGE) {
      out.printf(
          "  … and more: SELECT * FROM dealsync.change WHERE run_id = %d ORDER BY deal_id;%n", run);
    }
  }
}
