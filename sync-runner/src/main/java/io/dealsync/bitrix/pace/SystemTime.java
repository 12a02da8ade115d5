package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.time.Instant;

/** The machine's clocks. */
final class SystemTime implements Time {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void sleep(Duration span) throws InterruptedException {
    Thread.sleep(span);
  }
}
