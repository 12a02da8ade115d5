package io.dealsync.cli.decide;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dealsync release DEAL}. */
@Command(
    name = "release",
    footer = {"", "In SQL: SELECT dealsync.release_deal(1875);"})
public final class ReleaseCommand extends BaseCommand {

  @Parameters(paramLabel = "DEAL", description = "The deal's Bitrix24 id.")
  private long deal;

  public ReleaseCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    portal(settings);
    try (Dealsync dealsync = open(settings)) {
      if (!dealsync.settling(options().portal()).release(deal)) {
        throw new UserException(
            ExitCode.USAGE,
            "Deal %d on portal %s is not parked, not held otherwise, and has not failed."
                .formatted(deal, options().portal()));
      }
      ShortAnswer.print(this, "Deal %d is tried again by the next run.".formatted(deal), deal);
    }
    return ExitCode.OK;
  }
}
