package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.TextTable;
import io.dealsync.config.Settings;
import io.dealsync.db.EditLog.Edit;
import io.dealsync.wording.HumanFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dealsync edits}. */
@Command(
    name = "edits",
    footer = {
      "",
      "An edit is what one SQL statement did to one table; those with the same transaction were",
      "committed together. `dealsync undo-edit N` takes one back.",
      "In SQL: SELECT * FROM dealsync.edit_overview ORDER BY edit_id DESC LIMIT 20;"
    })
public final class EditsCommand extends ReadingCommand {

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int last;

  @Option(names = "--user", paramLabel = "NAME", description = "Only those of a database user.")
  private @Nullable String user;

  public EditsCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    List<Edit> edits =
        dealsync.editLog().latest(options().portal(), Optional.ofNullable(user), Math.max(1, last));
    if (options().json()) {
      JsonWriter.print(console().out(), EditsDocument.of(options().portal(), edits));
    } else if (edits.isEmpty()) {
      say("Nobody has edited deals of portal %s.", options().portal());
    } else {
      TextTable table = new TextTable("edit", "when", "who", "with", "transaction", "what");
      edits.forEach(
          edit ->
              table.row(
                  Long.toString(edit.id()),
                  HumanFormat.time(edit.at().toInstant()),
                  edit.run().isPresent() ? "run " + edit.run().getAsLong() : edit.user(),
                  edit.program(),
                  Long.toString(edit.transaction()),
                  edit.what()));
      table.print(console().out(), 0);
    }
    return ExitCode.OK;
  }
}
