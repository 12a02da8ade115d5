package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.time.Instant;

/** What time it is, and waiting for it to pass; stepped by hand in tests. */
public interface Time {

  /** The machine's own time. */
  Time SYSTEM = new SystemTime();

  /** A reading in nanoseconds that never goes backwards and means nothing by itself. */
  long nanos();

  /** The moment on the wall clock. */
  Instant now();

  /** Lets a span pass; a span of zero or less passes at once. */
  void sleep(Duration span) throws InterruptedException;
}
