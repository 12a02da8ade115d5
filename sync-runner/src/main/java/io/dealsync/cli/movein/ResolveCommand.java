package io.dealsync.cli.movein;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.Allowances;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.SearchProgress;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.db.legacy.LegacyResolution;
import io.dealsync.legacy.ResolveProgress;
import io.dealsync.legacy.ResolveReport;
import io.dealsync.legacy.Resolver;
import io.dealsync.legacy.UnusableFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dealsync resolve}. */
@Command(
    name = "resolve",
    footer = {
      "",
      "Ids are found in three ways, which can be combined:",
      "  --originator NAME   on the portal, by ORIGINATOR_ID and ORIGIN_ID of deals and contacts",
      "  --deals, --contacts in tables of your own with the columns legacy_id,id",
      "  in SQL              UPDATE dealsync.legacy_deal SET deal_id = 1001",
      "                      WHERE portal = 'main' AND source = 'old-crm' AND legacy_id = 'A-17'",
      "",
      "A deal moves as a whole: while one of its links is unresolved, or one of its rows was",
      "rejected, it waits. Links that are desired already stay as they are, and what someone took",
      "out after it had moved stays out. What is unresolved, why, and what it blocks:",
      "  SELECT * FROM dealsync.unresolved_legacy_link WHERE portal = 'main' ORDER BY links DESC;",
      "",
      "What it writes into the mirror is journalled as a run, which `dealsync undo RUN` takes"
          + " back:",
      "deals that it brought under management are then managed no more.",
      "",
      "This writes nothing to the portal: `dealsync plan` shows what would be. But `serve` carries",
      "desired links there at once; stop it first, or set `on-edit: no` for the portal.",
      "Exit codes: 0 everything is resolved and moved, 5 something is not."
    })
public final class ResolveCommand extends BaseCommand {

  @Mixin private ResolveOptions request = new ResolveOptions();

  @Mixin private Allowances allowances = new Allowances();

  public ResolveCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    PortalSettings portal = portal(settings);
    try (Dealsync dealsync = open(settings);
        SearchProgress bar = new SearchProgress(console().err())) {
      ResolveProgress progress =
          console().terminal() && options().progress() ? bar : ResolveProgress.NONE;
      ResolveReport report =
          new Resolver(
                  dealsync.database(),
                  () -> dealsync.portal(portal).until(context().stop()::requested).originLookup(),
                  progress,
                  context().stop())
              .run(
                  request.request(
                      options().portal(),
                      LegacyResolution.sources(dealsync.database(), portal.name()),
                      allowances.on(portal.limits())));
      bar.close();
      if (options().json()) {
        JsonWriter.print(console().out(), ResolveDocument.of(options().portal(), report));
      } else {
        new ResolveText(console().out(), hints(), options().portal()).print(report);
      }
      return code(report);
    } catch (UnusableFileException e) {
      throw new UserException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private int code(ResolveReport report) {
    if (context().stop().requested()) {
      return ExitCode.AGAIN;
    }
    if (!report.refusals().isEmpty()) {
      return ExitCode.REFUSED;
    }
    return report.complete() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}
