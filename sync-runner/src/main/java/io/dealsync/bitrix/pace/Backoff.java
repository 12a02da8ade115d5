package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing waits between attempts: doubled each time, up to a longest one, and spread by chance so
 * that several clients do not come back at once.
 *
 * @param first the wait after the first failure, before spreading
 * @param longest no wait is longer
 */
public record Backoff(Duration first, Duration longest) {

  private static final int MOST_DOUBLINGS = 20;

  /** From one second to half a minute. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  /**
   * The wait after the given failure, counted from 1: between half of the full wait and all of it.
   */
  public Duration after(int failures, RandomGenerator random) {
    long full = first.toMillis() << Math.min(MOST_DOUBLINGS, failures - 1);
    long bounded = Math.min(full, longest.toMillis());
    return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
  }
}
