package io.dealsync.cli.command;

import io.dealsync.run.StopSignal;

/** Takes something away from who waits for it, as soon as the process is asked to stop. */
public final class CancelOnStop implements AutoCloseable {

  private static final long LOOK_MILLIS = 100;

  private final Thread watch;

  private CancelOnStop(Runnable takeAway, StopSignal stop) {
    this.watch =
        Thread.ofPlatform().name("abandonment").daemon().unstarted(() -> watch(takeAway, stop));
  }

  /** Watches until closed. */
  public static CancelOnStop of(Runnable takeAway, StopSignal stop) {
    CancelOnStop abandonment = new CancelOnStop(takeAway, stop);
    abandonment.watch.start();
    return abandonment;
  }

  private static void watch(Runnable takeAway, StopSignal stop) {
    try {
      while (!stop.requested()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException noLongerNeeded) {
      return;
    }
    takeAway.run();
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
