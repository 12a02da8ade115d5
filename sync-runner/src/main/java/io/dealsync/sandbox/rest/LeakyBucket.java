package io.dealsync.sandbox.rest;

import java.time.Duration;
import java.time.Instant;

/** The portal's rate limit: a queue of a certain size that drains steadily (contract 4.1). */
final class LeakyBucket {

  private final int size;
  private final double drainPerSecond;
  private double level;
  private Instant levelAt;

  LeakyBucket(Limits limits, Instant now) {
    this.size = limits.bucketSize();
    this.drainPerSecond = limits.drainPerSecond();
    this.levelAt = now;
  }

  /** Queues a request; false when there is no room, and then nothing is queued. */
  synchronized boolean offer(Instant now) {
    if (size == 0) {
      return true;
    }
    drain(now);
    if (level + 1 > size) {
      return false;
    }
    level++;
    return true;
  }

  /** Queues requests of other clients behind the same address, at most up to the brim. */
  synchronized void offerForeign(int requests, Instant now) {
    drain(now);
    level = Math.min(size, level + requests);
  }

  synchronized double level(Instant now) {
    drain(now);
    return level;
  }

  private void drain(Instant now) {
    if (now.isAfter(levelAt)) {
      double seconds = Duration.between(levelAt, now).toNanos() / 1e9;
      level = Math.max(0, level - seconds * drainPerSecond);
      levelAt = now;
    }
  }
}
