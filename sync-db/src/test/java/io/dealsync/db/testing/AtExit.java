package io.dealsync.db.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is closed when this JVM ends, the last opened first. */
final class AtExit {
  private static final Deque<Runnable> CLOSERS = new ArrayDeque<>();

  private AtExit() {}

  static synchronized void close(Runnable closer) {
    if (CLOSERS.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "close-test-servers"));
    }
    CLOSERS.push(closer);
  }

  private static synchronized void closeAll() {
    CLOSERS.forEach(Runnable::run);
  }
}
