package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunRecord;
import io.dealsync.plan.PlanTotals;
import io.dealsync.wording.HumanFormat;
import io.dealsync.wording.RunWords;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dealsync runs}. */
@Command(
    name = "runs",
    footer = {"", "`dealsync show RUN` tells what one of them did, deal by deal."})
public final class RunsCommand extends ReadingCommand {

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int last;

  public RunsCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    List<RunRecord> runs = dealsync.archive().runs(options().portal(), last);
    if (options().json()) {
      JsonWriter.print(console().out(), RunsDocument.of(runs));
    } else if (runs.isEmpty()) {
      say("There was no run on portal %s yet.", options().portal());
    } else {
      table(runs).print(console().out(), 0);
    }
    return ExitCode.OK;
  }

  private static TextTable table(List<RunRecord> runs) {
    TextTable table =
        new TextTable(
            "run",
            "started",
            "command",
            "outcome",
            "deals",
            "changes",
            "verified",
            "held",
            "failed",
            "requests",
            "took");
    for (RunRecord run : runs) {
      table.row(
          Long.toString(run.id()),
          HumanFormat.time(run.startedAt()),
          run.command(),
          RunWords.outcome(run),
          run.plan().map(plan -> plan.managed().all()).map(HumanFormat::number).orElse(""),
          run.plan().map(PlanTotals::changes).map(HumanFormat::unlessZero).orElse(""),
          run.end().map(RunEnd::verified).map(HumanFormat::unlessZero).orElse(""),
          run.end().map(RunEnd::held).map(HumanFormat::unlessZero).orElse(""),
          run.end().map(RunEnd::failed).map(HumanFormat::unlessZero).orElse(""),
          run.end().map(end -> HumanFormat.number(end.traffic().requests())).orElse(""),
          run.end().map(end -> HumanFormat.duration(end.duration())).orElse(""));
    }
    return table;
  }
}
