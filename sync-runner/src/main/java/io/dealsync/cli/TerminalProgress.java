package io.dealsync.cli;

import io.dealsync.run.Progress;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal for each phase of a run. */
final class TerminalProgress implements Progress, AutoCloseable {

  private final PrintStream err;
  private @Nullable ProgressBar bar;

  TerminalProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void begin(Phase phase, long deals) {
    close();
    if (deals > 0) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name(phase))
              .setInitialMax(deals)
              .setUnit(phase == Phase.PULL ? " ids" : " deals", 1)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .setConsumer(new ConsoleProgressBarConsumer(err, 78))
              .build();
    }
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
