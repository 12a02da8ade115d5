package io.dealsync.plan;

import java.time.Duration;

/**
 * What a portal's limits make of a number of requests.
 *
 * @param requests how many
 * @param duration how long at least, when the bucket is full at the start and nothing else uses it
 */
public record Estimate(long requests, Duration duration) {

  /** Reading deals one by one. */
  public static Estimate reading(long deals, int burst, double perSecond) {
    return of(Batch.requests(deals), burst, perSecond);
  }

  /**
   * Applying a stored plan: the handshake, a recheck of every deal, a look at contacts, and each
   * write with its read-back, and with the reading before it that an overwriting one needs.
   *
   * @param overwriting how many of the changes overwrite
   */
  public static Estimate applying(long changes, long overwriting, int burst, double perSecond) {
    long gentle = changes - overwriting;
    long writes =
        Math.max(
            Batch.requests(Batch.OVERWRITING * overwriting + Batch.GENTLE * gentle),
            Batch.overwriting(overwriting));
    long requests = changes == 0 ? 0 : 2 + Batch.requests(changes) + writes;
    return of(requests, burst, perSecond);
  }

  private static Estimate of(long requests, int burst, double perSecond) {
    double seconds = Math.max(0, requests - burst) / perSecond;
    return new Estimate(requests, Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
