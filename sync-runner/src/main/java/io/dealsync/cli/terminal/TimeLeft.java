package io.dealsync.cli.terminal;

import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * How long a phase of a run still takes: the time that the portal's rate limit needs for the
 * requests that are left, or what the pace so far comes to, whichever is longer. At first, while
 * the burst lasts, the pace alone would promise far too much.
 */
public final class TimeLeft {

  private final LongSupplier requests;
  private final LongFunction<Duration> limit;
  private final long before;

  /**
   * For a phase that begins now.
   *
   * @param requests how many were sent so far
   * @param limit the least time that so many further requests need
   */
  public TimeLeft(LongSupplier requests, LongFunction<Duration> limit) {
    this.requests = requests;
    this.limit = limit;
    this.before = requests.getAsLong();
  }

  /**
   * The time left.
   *
   * @param done deals that the phase has gone through; at least one
   * @param left deals that are still to come
   * @param elapsed since the phase began
   */
  public Duration after(long done, long left, Duration elapsed) {
    double share = left / (double) done;
    Duration byPace = Duration.ofMillis((long) (elapsed.toMillis() * share));
    long needed = (long) Math.ceil((requests.getAsLong() - before) * share);
    Duration byLimit = limit.apply(needed);
    return byLimit.compareTo(byPace) > 0 ? byLimit : byPace;
  }
}
