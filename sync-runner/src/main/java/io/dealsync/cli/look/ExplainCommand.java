package io.dealsync.cli.look;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.config.Settings;
import io.dealsync.journal.DealStory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dealsync explain DEAL}. */
@Command(
    name = "explain",
    footer = {
      "",
      "  dealsync explain 1875",
      "",
      "In SQL: SELECT * FROM dealsync.deal_overview WHERE deal_id = 1875;"
    })
public final class ExplainCommand extends ReadingCommand {

  @Parameters(paramLabel = "DEAL", description = "The deal's Bitrix24 id.")
  private long deal;

  public ExplainCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    DealStory story =
        dealsync
            .archive()
            .deal(options().portal(), deal)
            .orElseThrow(() -> unknown(deal, options().portal()));
    if (options().json()) {
      JsonWriter.print(console().out(), ExplainDocument.of(options().portal(), story));
    } else {
      new ExplainText(console().out(), hints(), options().portal()).print(story);
    }
    return ExitCode.OK;
  }

  public static UserException unknown(long deal, String portal) {
    return new UserException(
        ExitCode.USAGE,
        ("Deal %d is not managed on portal %s and never was; a row in dealsync.deal or"
                + " dealsync.deal_contact makes it managed.")
            .formatted(deal, portal));
  }
}
