package io.dealsync.sandbox;

import io.dealsync.sandbox.fault.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when told to, or when the portal waits. */
final class SteppedTime implements InstantSource, Pause {

  private Instant now = Instant.parse("2026-03-11T09:54:23Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public void pause(Duration time) {
    step(time);
  }

  synchronized void step(Duration time) {
    now = now.plus(time);
  }
}
