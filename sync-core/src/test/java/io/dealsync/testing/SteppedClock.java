package io.dealsync.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to move. */
public final class SteppedClock implements InstantSource {

  private Instant now = Instant.parse("2026-11-01T02:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves the clock forward. */
  public void advance(Duration step) {
    now = now.plus(step);
  }
}
