package io.dealsync.cli.terminal;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.run.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal for each phase of a run. */
public final class TerminalProgress implements Progress, AutoCloseable {

  private static final int WIDTH = 78;

  private final PrintStream err;
  private final Supplier<BitrixPortal> portal;
  private @Nullable ProgressBar bar;

  private TerminalProgress(PrintStream err, Supplier<BitrixPortal> portal) {
    this.err = err;
    this.portal = portal;
  }

  /** One for runs on a portal. */
  public static TerminalProgress of(PrintStream err, Supplier<BitrixPortal> portal) {
    return new TerminalProgress(err, portal);
  }

  @Override
  public void begin(Phase phase, long deals) {
    close();
    if (deals > 0) {
      BitrixPortal paced = portal.get();
      long before = paced.traffic().requests();
      TimeLeft timeLeft = new TimeLeft(() -> paced.traffic().requests(), paced::timeFor);
      bar =
          new ProgressBarBuilder()
              .setTaskName(name(phase))
              .setInitialMax(deals)
              .setUpdateIntervalMillis(100)
              .continuousUpdate()
              .setRenderer(
                  (state, width) ->
                      line(phase, state, timeLeft, paced, paced.traffic().requests() - before)
                          .text(width))
              .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
              .build();
    }
  }

  private static ProgressLine line(
      Phase phase, ProgressState state, TimeLeft timeLeft, BitrixPortal portal, long requests) {
    return new ProgressLine(
        name(phase),
        state.getCurrent(),
        state.getMax(),
        phase == Phase.PULL ? "ids" : "deals",
        requests,
        state.getElapsedAfterStart(),
        left(timeLeft, state),
        portal.pause());
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
