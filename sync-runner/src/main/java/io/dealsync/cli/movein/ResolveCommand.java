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
import io.dealsync.guard.Limits;
import io.dealsync.legacy.ResolveProgress;
import io.dealsync.legacy.ResolveReport;
import io.dealsync.legacy.ResolveRequest;
import io.dealsync.legacy.Resolver;
import io.dealsync.legacy.UnusableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The other CRM, as named by import (default: the only one there is).")
  private @Nullable String source;

  @Option(
      names = "--originator",
      paramLabel = "NAME",
      description = "The ORIGINATOR_ID under which its records were brought to the portal.")
  private @Nullable String originator;

  @Option(
      names = "--deals",
      paramLabel = "FILE",
      description = "A CSV with its deals' ids and their Bitrix24 ids: legacy_id,id.")
  private @Nullable Path deals;

  @Option(names = "--contacts", paramLabel = "FILE", description = "The same for contacts.")
  private @Nullable Path contacts;

  @Option(names = "--only-ids", description = "Look for ids, and move nothing.")
  private boolean onlyIds;

  @Option(
      names = "--partial",
      description = "Move what is resolved of a deal, although some of it is not.")
  private boolean partial;

  @Option(
      names = "--add-only",
      description =
          "Manage deals that are new to dealsync as add_only: the portal keeps links that the other"
              + " CRM does not have.")
  private boolean addOnly;

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
              .run(request(dealsync, allowances.on(portal.limits())));
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

  private ResolveRequest request(Dealsync dealsync, Limits limits) {
    return new ResolveRequest(
        options().portal(),
        source(dealsync),
        Optional.ofNullable(originator),
        Optional.ofNullable(deals),
        Optional.ofNullable(contacts),
        !onlyIds,
        partial,
        addOnly,
        limits);
  }

  private String source(Dealsync dealsync) {
    List<String> sources = LegacyResolution.sources(dealsync.database(), options().portal());
    if (sources.isEmpty()) {
      throw new UserException(
          ExitCode.USAGE,
          "No file was imported for portal %s yet: `dealsync import FILE`"
              .formatted(options().portal()));
    }
    if (source == null && sources.size() > 1) {
      throw new UserException(
          ExitCode.USAGE,
          "Files of several sources were imported: %s. Say which: --source NAME"
              .formatted(String.join(", ", sources)));
    }
    if (source != null && !sources.contains(source)) {
      throw new UserException(
          ExitCode.USAGE,
          "No complete file of source %s was imported for portal %s; there are: %s."
              .formatted(source, options().portal(), String.join(", ", sources)));
    }
    return source == null ? sources.get(0) : source;
  }
}
