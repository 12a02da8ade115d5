package io.dealsync.cli.terminal;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A line on a terminal that counts, also where nobody knows the end; drawn from the first count.
 */
public final class CountingProgress implements AutoCloseable {

  private final PrintStream err;
  private final String task;
  private final String unit;
  private @Nullable ProgressBar bar;

  public CountingProgress(PrintStream err, String task, String unit) {
    this.err = err;
    this.task = task;
    this.unit = unit;
  }

  public void reached(long count) {
    reached(count, -1);
  }

  /**
   * Counts on.
   *
   * @param end what will have been counted in the end
   */
  public void reached(long count, long end) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(end)
              .setUnit(" " + unit, 1)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .continuousUpdate()
              .setConsumer(new ConsoleProgressBarConsumer(err, 78))
              .build();
    }
    bar.stepTo(count);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
