package io.dealsync.desired;

import java.time.Duration;

/**
 * When a deal that fails again and again is left alone until it is edited or released. Failures
 * count by time and not by runs: however many runs try a deal within an hour, it is one trouble.
 *
 * @param after how many failures in a row it takes
 * @param apart failures closer together than this count as one
 */
public record Parking(int after, Duration apart) {

  /** Five nights, or five times half a day. */
  public static final Parking DEFAULT = new Parking(5, Duration.ofHours(12));

  public Parking {
    if (after < 1 || apart.isNegative()) {
      throw new IllegalArgumentException(
          "A deal is parked after at least one failure, not after %d, %s apart"
              .formatted(after, apart));
    }
  }
}
