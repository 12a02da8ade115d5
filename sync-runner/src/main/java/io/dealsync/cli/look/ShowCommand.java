package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.command.UnknownRunText;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.config.Settings;
import io.dealsync.guard.Limits;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunRecord;
import io.dealsync.journal.UnknownRunException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
      JsonWriter.print(console().out(), ShowDocument.of(record, archive));
    } else {
      new ShowText(console().out(), archive, hints()).print(record, limits(record, settings));
    }
    return ExitCode.OK;
  }

  /** The limits in force; empty when the run is another portal's. */
  private Optional<Limits> limits(RunRecord record, Settings settings) {
    return record.portal().equals(options().portal())
        ? Optional.of(portal(settings).limits().with(record.allowances()))
        : Optional.empty();
  }
}
