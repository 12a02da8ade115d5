package io.dealsync.bitrix.pace;

import java.time.Instant;

/**
 * How full a portal's bucket was believed to be; kept between processes, so that a run does not
 * take for free what the one before it has used.
 *
 * @param level requests in the queue
 * @param at when that was
 */
public record BucketLevel(double level, Instant at) {

  /** Nothing was sent for as long as matters. */
  public static final BucketLevel EMPTY = new BucketLevel(0, Instant.EPOCH);

  public BucketLevel {
    if (!(level >= 0)) {
      throw new IllegalArgumentException("A bucket's level is at least 0, not " + level);
    }
  }
}
