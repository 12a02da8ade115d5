package io.dealsync.cli.decide;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.look.ExplainCommand;
import io.dealsync.config.Settings;
import io.dealsync.journal.Archive;
import io.dealsync.journal.DealStory;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dealsync resolve-conflict DEAL --take SIDE}. */
@Command(
    name = "resolve-conflict",
    footer = {
      "",
      "desired  the next run writes the desired links over what the portal had when last read",
      "portal   the desired links become those that the portal had when last read",
      "merge    the desired links first, then the portal's further ones",
      "",
      "It is journalled as a run, which `dealsync undo RUN` takes back.",
      "",
      "See them side by side: SELECT * FROM dealsync.conflict;",
      "In SQL: SELECT dealsync.settle_conflict(1875, 'portal');"
    })
public final class ResolveConflictCommand extends BaseCommand {

  /** Whose links a settled deal has. */
  enum Side {
    DESIRED,
    PORTAL,
    MERGE
  }

  @Parameters(paramLabel = "DEAL", description = "The deal's Bitrix24 id.")
  private long deal;

  @Option(
      names = "--take",
      required = true,
      paramLabel = "SIDE",
      description = "desired, portal or merge.")
  private Side take = Side.DESIRED;

  public ResolveConflictCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    portal(settings);
    try (Dealsync dealsync = open(settings)) {
      requireRead(dealsync.archive());
      String next =
          dealsync
              .settling(options().portal())
              .settleConflict(deal, take.name().toLowerCase(Locale.ROOT));
      ShortAnswer.print(this, "Deal %d: %s".formatted(deal, next), deal);
    }
    return ExitCode.OK;
  }

  private void requireRead(Archive archive) {
    DealStory story =
        archive
            .deal(options().portal(), deal)
            .orElseThrow(() -> ExplainCommand.unknown(deal, options().portal()));
    if (story.observed().filter(seen -> seen.note().isBlank()).isEmpty()) {
      throw new UserException(
          ExitCode.USAGE,
          "Deal %d was not read from portal %s yet; `dealsync plan` reads it."
              .formatted(deal, options().portal()));
    }
  }
}
