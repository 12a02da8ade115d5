package io.dealsync.cli;

import io.dealsync.run.StopSignal;

/** Takes something away from who waits for it, as soon as the process is asked to stop. */
final class Abandonment implements AutoCloseable {

  private static final long LOOK_MILLIS = 100;

  private final Thread watch;

  private Abandonment(Runnable takeAway, StopSignal stop) {
    this.watch =
        Thread.ofPlatform().name("abandonment").daemon().unstarted(() -> watch(takeAway, stop));
  }

  /** Watches until closed. */
  static Abandonment of(Runnable takeAway, StopSignal stop) {
    Abandonment abandonment = new Abandonment(takeAway, stop);
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
