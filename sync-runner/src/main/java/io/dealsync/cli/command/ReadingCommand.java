package io.dealsync.cli.command;

import io.dealsync.app.Dealsync;
import io.dealsync.config.Settings;
import io.dealsync.run.StopSignal;

/**
 * A command that only reads the database, and so can be dropped at any moment: a signal does not
 * wait until a long statement has come to its end.
 */
public abstract class ReadingCommand extends BaseCommand {

  public ReadingCommand(CommandContext context) {
    super(context);
  }

  /** Reads and shows; returns the exit code. */
  public abstract int show(Dealsync dealsync, Settings settings);

  @Override
  public final Integer call() {
    Settings settings = settings();
    portal(settings);
    StopSignal stop = context().stop();
    try (Dealsync dealsync = open(settings);
        CancelOnStop ignored = CancelOnStop.of(dealsync::close, stop)) {
      return show(dealsync, settings);
    } catch (RuntimeException e) {
      throw stop.requested() ? new UserException(ExitCode.AGAIN, "Stopped.") : e;
    }
  }
}
