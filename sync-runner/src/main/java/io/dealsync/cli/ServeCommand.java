package io.dealsync.cli;

import io.dealsync.app.Dealsync;
import io.dealsync.config.Settings;
import io.dealsync.serve.Daemon;
import java.time.InstantSource;
import picocli.CommandLine.Command;

/** {@code dealsync serve}. */
@Command(
    name = "serve",
    description = "Run in the background: sync every portal on its schedule, answer over HTTP.",
    footer = {
      "",
      "Edits go to the portal as they are committed (portals.NAME.on-edit: no switches that off).",
      "The schedule for everything is portals.NAME.schedule in portals.NAME.time-zone (default 02:00 UTC).",
      "SIGTERM lets a run under way finish its step and stops; nothing is lost by it."
    })
final class ServeCommand extends BaseCommand {

  private static final long TICK_MILLIS = 100;

  ServeCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.daemon();
    Settings settings = settings();
    try (Dealsync dealsync = open(settings);
        Daemon daemon =
            new Daemon(
                settings,
                dealsync.database(),
                dealsync.archive(),
                portal -> dealsync.scheduledSync(portal, context().stop()),
                portal -> dealsync.editedSync(portal, context().stop()),
                dealsync::edits,
                InstantSource.system())) {
      while (!context().stop().requested()) {
        Thread.sleep(TICK_MILLIS);
      }
    }
    return ExitCode.OK;
  }
}
