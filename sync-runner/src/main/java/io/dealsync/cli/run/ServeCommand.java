package io.dealsync.cli.run;

import io.dealsync.app.Dealsync;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.LogLevel;
import io.dealsync.cli.command.Version;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.serve.Daemon;
import io.dealsync.serve.Program;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code dealsync serve}. */
@Command(
    name = "serve",
    footer = {
      "",
      "Edits go to the portal as they are committed (portals.NAME.on-edit: no switches that off);",
      "links that were taken out a few seconds later (portals.NAME.quiet-time), so that a reload"
          + " in",
      "several commits is seen whole.",
      "The schedule for everything is portals.NAME.schedule, a Quartz cron expression, in",
      "portals.NAME.time-zone (default 02:00 UTC). A run missed while nobody served is made up"
          + " for.",
      "It answers on loopback: a page for people, /health, /metrics (serve.bind, serve.port).",
      "SIGTERM lets writes under way come to their end and stops; nothing is lost by it."
    })
public final class ServeCommand extends BaseCommand {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private static final long TICK_MILLIS = 100;

  public ServeCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    LogLevel.daemon();
    Settings settings = settings();
    try (Dealsync dealsync = openWithOwnSessions(settings);
        Daemon daemon =
            new Daemon(
                new Program(Version.text(), context().program(), options().config()),
                settings.serve(),
                served(settings, dealsync),
                dealsync.ground(),
                dealsync.alarmClocks(),
                dealsync.syncs(context().stop()),
                context().stop(),
                Time.SYSTEM)) {
      while (!context().stop().requested()) {
        Thread.sleep(TICK_MILLIS);
      }
    }
    return ExitCode.OK;
  }

  /** A pooler that would let two runs on a portal is known now, not at two in the morning. */
  private Dealsync openWithOwnSessions(Settings settings) {
    Dealsync dealsync = open(settings);
    try {
      dealsync.requireOwnSessions();
      return dealsync;
    } catch (RuntimeException e) {
      dealsync.close();
      throw e;
    }
  }

  /** An authorisation that cannot be used is known now, not at two in the morning. */
  private static List<PortalSettings> served(Settings settings, Dealsync dealsync) {
    List<PortalSettings> served = new ArrayList<>();
    for (PortalSettings portal : settings.portals().values()) {
      if (portal.isUnreachable() && settings.portals().size() > 1) {
        LOG.warn(
            "portal {} has neither a webhook nor an application and is not served", portal.name());
      } else {
        dealsync.portal(portal);
        served.add(portal);
      }
    }
    return served;
  }
}
