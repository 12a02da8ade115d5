package io.dealsync.serve;

import java.time.Duration;

/** Wakes a thread that waits for a while, or keeps it from waiting when it was woken meanwhile. */
final class WakeSignal {

  private boolean woken;
  private boolean closed;

  synchronized void up() {
    woken = true;
    notifyAll();
  }

  /** Nobody waits any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Waits, unless it was woken since it last waited. */
  synchronized void await(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    while (!woken && !closed && left > 0) {
      wait(left / 1_000_000 + 1);
      left = deadline - System.nanoTime();
    }
    woken = false;
  }
}
