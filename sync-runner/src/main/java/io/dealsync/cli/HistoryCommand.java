package io.dealsync.cli;

import io.dealsync.app.Dealsync;
import io.dealsync.config.Settings;
import io.dealsync.journal.DealStory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dealsync history DEAL}. */
@Command(
    name = "history",
    footer = {"", "In SQL: SELECT * FROM dealsync.edit_history WHERE deal_id = 1875;"})
final class HistoryCommand extends ReadingCommand {

  @Parameters(paramLabel = "DEAL", description = "The deal's Bitrix24 id.")
  private long deal;

  HistoryCommand(CommandContext context) {
    super(context);
  }

  @Override
  int show(Dealsync dealsync, Settings settings) {
    DealStory story =
        dealsync
            .archive()
            .deal(options().portal(), deal)
            .orElseThrow(() -> ExplainCommand.unknown(deal, options().portal()));
    if (options().json()) {
      JsonDocument.print(
          console().out(),
          json -> {
            json.writeNumberProperty("deal", deal);
            ExplainCommand.edits(json, story);
          });
    } else if (story.edits().isEmpty()) {
      say("Deal %d was never edited here.", deal);
    } else {
      ExplainCommand.edits(story).print(console().out(), 0);
    }
    return ExitCode.OK;
  }
}
