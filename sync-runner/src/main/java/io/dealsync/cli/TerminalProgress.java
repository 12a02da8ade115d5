package io.dealsync.cli;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.run.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal for each phase of a run. */
final class TerminalProgress implements Progress, AutoCloseable {

  private final PrintStream err;
  private final Supplier<TimeLeft> phases;
  private @Nullable ProgressBar bar;

  /**
   * @param phases what knows the time left of a phase that begins
   */
  TerminalProgress(PrintStream err, Supplier<TimeLeft> phases) {
    this.err = err;
    this.phases = phases;
  }

  /** One for runs on a portal. */
  static TerminalProgress of(PrintStream err, Supplier<BitrixPortal> portal) {
    return new TerminalProgress(
        err,
        () -> {
          BitrixPortal paced = portal.get();
          return new TimeLeft(() -> paced.traffic().requests(), paced::timeFor);
        });
  }

  @Override
  public void begin(Phase phase, long deals) {
    close();
    if (deals > 0) {
      TimeLeft timeLeft = phases.get();
      bar =
          new ProgressBarBuilder()
              .setTaskName(name(phase))
              .setInitialMax(deals)
              .setUnit(phase == Phase.PULL ? " ids" : " deals", 1)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .setEtaFunction(state -> left(timeLeft, state))
              .setConsumer(new ConsoleProgressBarConsumer(err, 78))
              .build();
    }
  }

  private static Optional<Duration> left(TimeLeft timeLeft, ProgressState state) {
    return state.getCurrent() == 0
        ? Optional.empty()
        : Optional.of(
            timeLeft.after(
                state.getCurrent(),
                state.getMax() - state.getCurrent(),
                state.getElapsedAfterStart()));
  }

  private static String name(Phase phase) {
    return switch (phase) {
      case PULL -> "pulling ";
      case SETTLE -> "settling";
      case READ -> "reading ";
      case CONFIRM -> "checking";
      case WRITE -> "writing ";
    };
  }

  @Override
  public void advance(long deals) {
    if (bar != null) {
      bar.stepBy(deals);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
