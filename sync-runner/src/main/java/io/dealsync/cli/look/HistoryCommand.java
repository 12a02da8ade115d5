package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.config.Settings;
import io.dealsync.journal.DealStory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dealsync history DEAL}. */
@Command(
    name = "history",
    footer = {"", "In SQL: SELECT * FROM dealsync.edit_history WHERE deal_id = 1875;"})
public final class HistoryCommand extends ReadingCommand {

  @Parameters(paramLabel = "DEAL", description = "The deal's Bitrix24 id.")
  private long deal;

  public HistoryCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    DealStory story =
        dealsync
            .archive()
            .deal(options().portal(), deal)
            .orElseThrow(() -> ExplainCommand.unknown(deal, options().portal()));
    if (options().json()) {
      JsonWriter.print(console().out(), new HistoryDocument(deal, EditFields.of(story.edits())));
    } else if (story.edits().isEmpty()) {
      say("Deal %d was never edited here.", deal);
    } else {
      ExplainText.edits(story).print(console().out(), 0);
    }
    return ExitCode.OK;
  }
}
