package io.dealsync.bitrix.pace;

import java.time.Duration;

/**
 * The rate limit of a portal's plan, and how much of it dealsync takes (contract 4.1).
 *
 * @param size requests that the portal lets queue up before it answers 503
 * @param drainPerSecond requests that leave the queue each second
 * @param reserve places in the queue left to other applications on the same address
 */
public record BucketRate(int size, double drainPerSecond, int reserve) {

  /** Every plan but Enterprise. */
  public static final BucketRate STANDARD = new BucketRate(50, 2, 0);

  /** The Enterprise plan. */
  public static final BucketRate ENTERPRISE = new BucketRate(250, 5, 0);

  /** A self-hosted portal without limits. */
  public static final BucketRate UNLIMITED =
      new BucketRate(Integer.MAX_VALUE, Integer.MAX_VALUE, 0);

  public BucketRate {
    if (size < 1 || !(drainPerSecond > 0) || reserve < 0) {
      throw new IllegalArgumentException(
          "A bucket has a size of at least 1, a drain above 0 and a reserve of at least 0, not "
              + "%d, %s and %d".formatted(size, drainPerSecond, reserve));
    }
    if (reserve >= size) {
      throw new IllegalArgumentException(
          "A reserve of %d leaves nothing of a bucket of %d".formatted(reserve, size));
    }
  }

  /** Requests that dealsync lets queue up. */
  public int capacity() {
    return size - reserve;
  }

  /** The least time in which an empty bucket of this size and drain takes so many requests. */
  public Duration idealDuration(long requests) {
    return seconds(Math.max(0, requests - (double) size) / drainPerSecond);
  }

  public static Duration seconds(double seconds) {
    return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
  }
}
