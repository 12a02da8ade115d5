package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.db.AddressMemory;
import io.dealsync.db.PortalRegister;
import io.dealsync.db.UnrecordedEdits;
import io.dealsync.journal.HoldRecord;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunRecord;
import io.dealsync.wording.Hints;
import io.dealsync.wording.HumanFormat;
import io.dealsync.wording.RunWords;
import io.dealsync.wording.StatusWords;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code dealsync status}. */
@Command(
    name = "status",
    footer = {
      "",
      "What the next run would change, deal by deal, as far as the portal was read:",
      "  SELECT deal_id, change FROM dealsync.pending_change;"
    })
public final class StatusCommand extends ReadingCommand {

  private static final int HOLDS = 10;

  public StatusCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    PortalStatus status = dealsync.archive().status(options().portal());
    Optional<AddressMemory.Move> move = dealsync.move(options().portal());
    List<HoldRecord> holds = dealsync.archive().holds(options().portal(), 0, HOLDS + 1);
    dealsync
        .unrecordedEdits(options().portal())
        .lookQuickly()
        .map(UnrecordedEdits.Found::words)
        .filter(words -> !words.isBlank())
        .ifPresent(console().err()::println);
    List<PortalRegister.Unconfigured> unconfigured = dealsync.unconfigured();
    String next = dealsync.nextRun(options().portal());
    if (options().json()) {
      JsonWriter.print(
          console().out(), StatusDocument.of(options().portal(), status, move, next, unconfigured));
    } else {
      print(console().out(), status, move, holds, next);
      unconfigured.forEach(
          portal -> console().out().printf("%n%s%n", StatusWords.unconfigured(portal)));
    }
    return ExitCode.OK;
  }

  private void print(
      PrintStream out,
      PortalStatus status,
      Optional<AddressMemory.Move> move,
      List<HoldRecord> holds,
      String next) {
    out.printf("Portal %s%n", options().portal());
    out.printf("  managed   %s%n", StatusWords.managed(status));
    out.printf("  edited    %s%n", StatusWords.edited(status));
    out.printf(
        "  last run  %s%n",
        status
            .last()
            .map(StatusCommand::words)
            .orElse(hints().in("none yet; `dealsync plan` makes the first")));
    out.printf("  in sync   %s%n", StatusWords.inSync(status));
    out.printf("  next run  %s%n", next);
    move.ifPresent(
        moved ->
            out.printf(
                "  renamed   from %s to %s; put the new address into the configuration%n",
                moved.from(), moved.to()));
    status.holder().ifPresent(holder -> out.printf("  running   %s%n", holder));
    if (status.openIntents() > 0) {
      out.printf(
          "  open      %s may have been sent and will be settled by the next run%n",
          HumanFormat.count(status.openIntents(), "change"));
    }
    holds(out, status, holds, hints());
  }

  private static String words(RunRecord run) {
    return "%d (%s) %s, %s"
            .formatted(
                run.id(), run.command(), HumanFormat.time(run.startedAt()), RunWords.outcome(run))
        + run.plan()
            .filter(plan -> plan.changes() > 0)
            .map(plan -> " (%s)".formatted(HumanFormat.count(plan.changes(), "change")))
            .orElse("");
  }

  private static void holds(
      PrintStream out, PortalStatus status, List<HoldRecord> holds, Hints hints) {
    if (holds.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("deal", "since", "noted", "detail");
    holds.stream()
        .limit(HOLDS)
        .forEach(
            hold ->
                table.row(
                    Long.toString(hold.deal()),
                    HumanFormat.time(hold.since()),
                    hold.acknowledged().map(HumanFormat::time).orElse(""),
                    hints.in(hold.detail())));
    out.printf("%nHeld: %s%n", HumanFormat.number(status.held()));
    table.print(out, 2);
    if (holds.size() > HOLDS) {
      out.printf("  … and more: SELECT * FROM dealsync.hold;%n");
    }
  }
}
