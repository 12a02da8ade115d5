package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.FollowUp;
import io.dealsync.cli.command.JsonDocument;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.command.UnknownRunText;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.run.RunDocument;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.guard.Guard;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.guard.Verdict;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code dealsync show RUN}. */
@Command(
    name = "show",
    footer = {
      "",
      "  dealsync show 7",
      "",
      "In SQL: SELECT * FROM dealsync.change WHERE run_id = 7 ORDER BY deal_id;"
    })
public final class ShowCommand extends ReadingCommand {

  private static final int PAGE = 1000;

  @Parameters(paramLabel = "RUN", description = "The run, as listed by `dealsync runs`.")
  private long run;

  public ShowCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    Archive archive = dealsync.archive();
    RunRecord record =
        archive
            .run(run)
            .orElseThrow(
                () ->
                    new UserException(
                        ExitCode.USAGE,
                        UnknownRunText.of(new UnknownRunException.Cause.Absent(run))));
    if (options().json()) {
      JsonDocument.print(console().out(), json -> write(json, archive, record));
    } else {
      print(console().out(), archive, record, settings);
    }
    return ExitCode.OK;
  }

  private void print(PrintStream out, Archive archive, RunRecord record, Settings settings) {
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
    record.end().ifPresent(end -> print(out, end, hints()));
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
    print(out, archive.changes(record.id(), 0, PAGE), record.id(), hints());
    if (canGoOn(record, archive)) {
      out.printf("%nTo go on with it: %s%n", wayOn(record, archive, settings));
    }
  }

  /** What the guard would refuse is to be allowed. */
  private String wayOn(RunRecord record, Archive archive, Settings settings) {
    FollowUp followUp = new FollowUp(hints(), new TreeMap<>(record.allowances()), "");
    boolean isOfThisPortal = record.portal().equals(options().portal());
    return followUp.allow(
        record.id(),
        isOfThisPortal
            ? refusals(record, archive, portal(settings).limits().with(record.allowances()))
            : List.of());
  }

  private static List<Refusal> refusals(RunRecord record, Archive archive, Limits limits) {
    Verdict verdict =
        new Guard(limits)
            .judge(record.plan().orElseThrow(), archive.window(record.id(), limits.window()));
    return verdict instanceof Verdict.Refused refused ? refused.refusals() : List.of();
  }

  private static boolean canGoOn(RunRecord record, Archive archive) {
    boolean isOpen =
        switch (record.state()) {
          case PLANNED, REFUSED, INTERRUPTED, FAILED -> true;
          case RUNNING, DONE -> false;
        };
    return isOpen && record.plan().isPresent() && archive.planned(record.id()) > 0;
  }

  private static void print(PrintStream out, RunEnd end, Hints hints) {
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

  private static void print(PrintStream out, List<ChangeRecord> changes, long run, Hints hints) {
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

  private static void write(JsonGenerator json, Archive archive, RunRecord record) {
    RunFields.write(json, record);
    json.writeObjectPropertyStart("allowances");
    record.allowances().forEach(json::writeStringProperty);
    json.writeEndObject();
    RunDocument.items(json, archive, record.id());
  }
}
