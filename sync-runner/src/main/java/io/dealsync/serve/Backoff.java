package io.dealsync.serve;

import java.time.Duration;
import java.time.Instant;

/**
 * When something that did not succeed is tried again: soon at first, then ever more seldom.
 *
 * @param first the first pause
 * @param most the longest pause
 * @param failures how often it did not succeed in a row
 * @param next when it may be tried again
 */
record Backoff(Duration first, Duration most, int failures, Instant next) {

  /** Doubled more often than this, no pause is shorter than a longest one. */
  private static final int DOUBLED = 20;

  /** Nothing was tried so far. */
  static Backoff of(Duration first, Duration most) {
    return new Backoff(first, most, 0, Instant.MIN);
  }

  boolean allows(Instant now) {
    return !now.isBefore(next);
  }

  /** It did not succeed now. */
  Backoff failed(Instant now) {
    Duration pause = first.multipliedBy(1L << Math.min(failures, DOUBLED));
    return new Backoff(
        first, most, failures + 1, now.plus(pause.compareTo(most) < 0 ? pause : most));
  }

  /** It succeeded, or something new may succeed. */
  Backoff afresh() {
    return of(first, most);
  }
}
