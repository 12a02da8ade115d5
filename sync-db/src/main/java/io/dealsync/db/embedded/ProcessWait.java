package io.dealsync.db.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for another process, which cannot tell us when it is done. */
final class ProcessWait {
  private static final long STEP_MILLIS = 5;

  private ProcessWait() {}

  /** Whether the condition came true in time. */
  static boolean until(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  static int forExit(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static EmbeddedPostgresException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new EmbeddedPostgresException(
        "Interrupted while waiting for the embedded PostgreSQL.", cause);
  }
}
