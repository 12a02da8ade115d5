package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The portal's bucket as it can at worst be, seen from this side: pure arithmetic, time in and wait
 * out. Not thread-safe.
 *
 * <p>When a request reaches the portal is unknown between sending and answer. A request in flight
 * therefore takes a place that does not drain; it drains from its answer on. The believed level is
 * so never below the real one, whatever the network does, and no safety margin in time is needed:
 * while the bucket is in use it drains at the same pace on both sides. Nor is one needed in places:
 * a portal blocks once its count exceeds the size (contract 4.1).
 *
 * <p>Someone else may use the same bucket. A 503 shows it: the bucket is then taken to be full, and
 * believed to drain at half the pace until requests succeed again. Or the portal is stricter than
 * documented, blocks at its size already or drains in steps: so each 503 also teaches to leave one
 * place more free from then on, up to {@value #WIDEST_MARGIN}.
 */
public final class LeakyBucket {

  private static final long NANOS = 1_000_000_000L;
  private static final double SLOWEST = 0.1;
  private static final double RECOVERY = 0.05;
  private static final long FIRST_PAUSE = NANOS;
  private static final long LONGEST_PAUSE = 32 * NANOS;
  private static final int WIDEST_MARGIN = 3;

  private final BucketRate rate;
  private double settled;
  private int inFlight;
  private long at;
  private double pace = 1;
  private long pause;
  private long closedUntil;
  private long lastRejection;
  private int margin;

  /**
   * @param level how full the bucket is now
   * @param now a reading of {@link Time#nanos()}
   */
  public LeakyBucket(BucketRate rate, double level, long now) {
    this.rate = rate;
    this.settled = Math.min(level, rate.size());
    this.at = now;
    this.closedUntil = now;
    this.lastRejection = now - 1;
  }

  /**
   * How long until a request may be sent.
   *
   * @return nanoseconds, 0 for now; empty when first one of those in flight must be answered
   */
  public OptionalLong waitNanos(long now) {
    drain(now);
    long closed = Math.max(0, closedUntil - now);
    double surplus = settled + inFlight + 1 - capacity();
    if (surplus <= 0) {
      return OptionalLong.of(closed);
    }
    return surplus > settled
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(closed, (long) Math.ceil(surplus / drainPerSecond() * NANOS)));
  }

  /** A request leaves. */
  public void sent(long now) {
    drain(now);
    inFlight++;
  }

  /** A request was answered, or at least may have reached the portal. */
  public void answered(long now) {
    drain(now);
    inFlight--;
    settled++;
    pause = 0;
    pace = Math.min(1, pace + RECOVERY);
  }

  /** A request certainly did not reach the portal. */
  public void neverArrived(long now) {
    drain(now);
    inFlight--;
  }

  /**
   * A request was refused because the bucket is full. Refusals of requests that were sent before
   * the last refusal came teach nothing new.
   *
   * @param sentAt when the request was sent
   * @param atLeast how long the portal asked to wait; zero if it did not
   */
  public void rejected(long sentAt, Duration atLeast, long now) {
    drain(now);
    inFlight--;
    full(sentAt, atLeast, now);
  }

  /** As {@link #rejected}, for a refusal found inside the answer to a request. */
  public void rejectedInside(long sentAt, long now) {
    drain(now);
    full(sentAt, Duration.ZERO, now);
  }

  private void full(long sentAt, Duration atLeast, long now) {
    if (sentAt - lastRejection >= 0) {
      pace = Math.max(SLOWEST, pace / 2);
      pause = pause == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
      margin = Math.min(WIDEST_MARGIN, margin + 1);
    }
    lastRejection = now;
    settled = Math.max(0, (double) rate.size() - inFlight);
    closedUntil = Math.max(closedUntil, now + Math.max(pause, atLeast.toNanos()));
  }

  /** How full the bucket is at worst. */
  public double level(long now) {
    drain(now);
    return settled + inFlight;
  }

  /** The least time that so many further requests need from now on. */
  public Duration timeFor(long requests, long now) {
    drain(now);
    double surplus = Math.max(0, settled + inFlight + requests - capacity());
    return BucketRate.seconds(surplus / rate.drainPerSecond());
  }

  private void drain(long now) {
    if (now - at > 0) {
      settled = Math.max(0, settled - (now - at) * drainPerSecond() / NANOS);
      at = now;
    }
  }

  private int capacity() {
    return Math.max(1, rate.capacity() - margin);
  }

  private double drainPerSecond() {
    return rate.drainPerSecond() * pace;
  }
}
