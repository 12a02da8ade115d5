package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when someone sleeps, or by hand. */
public final class SteppedTime implements Time {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final List<Duration> slept = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public synchronized void sleep(Duration span) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    slept.add(span);
    pass(span);
  }

  /** Lets a span pass. */
  public synchronized void pass(Duration span) {
    nanos += Math.max(0, span.toNanos());
  }

  /** How long everybody slept so far. */
  public synchronized List<Duration> slept() {
    return List.copyOf(slept);
  }

  /** How much time has passed. */
  public synchronized Duration passed() {
    return Duration.ofNanos(nanos);
  }
}
