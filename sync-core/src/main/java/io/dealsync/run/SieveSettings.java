package io.dealsync.run;

import java.time.Duration;

/**
 * How far the portal's list is trusted to find the deals that need reading.
 *
 * @param enabled whether it is used at all
 * @param sample how many random deals at least are read both ways first, to prove the list honest
 * @param fullEvery within what time every deal is read one by one nevertheless
 * @param from below so many deals the list saves no request, and is not tried; a run that writes to
 *     more than twice as many looks at them by the list afterwards
 */
public record SieveSettings(boolean enabled, int sample, Duration fullEvery, int from) {

  private static final int FROM = 50;

  /** With the number from which the list saves requests. */
  public SieveSettings(boolean enabled, int sample, Duration fullEvery) {
    this(enabled, sample, fullEvery, FROM);
  }

  /** What holds when nothing is configured. */
  public static final SieveSettings DEFAULT = new SieveSettings(true, 20, Duration.ofDays(7));

  /** Every deal is read one by one. */
  public static final SieveSettings OFF = new SieveSettings(false, 20, Duration.ofDays(7));
}
