package io.dealsync.cli.decide;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dealsync ack DEAL}. */
@Command(
    name = "ack",
    footer = {
      "",
      "In SQL: SELECT dealsync.acknowledge_hold(1875, 'asked sales');",
      "The hold is news again when its reason changes."
    })
public final class AckCommand extends BaseCommand {

  @Parameters(paramLabel = "DEAL", description = "The deal's Bitrix24 id.")
  private long deal;

  @Option(names = "--note", paramLabel = "TEXT", description = "A remark for others.")
  private String note = "";

  public AckCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    portal(settings);
    try (Dealsync dealsync = open(settings)) {
      if (!dealsync.settling(options().portal()).acknowledge(deal, note)) {
        throw new UserException(
            ExitCode.USAGE,
            "Deal %d on portal %s is not held; `dealsync status` lists held deals."
                .formatted(deal, options().portal()));
      }
      ShortAnswer.print(this, "Deal %d: noted.".formatted(deal), deal);
    }
    return ExitCode.OK;
  }
}
