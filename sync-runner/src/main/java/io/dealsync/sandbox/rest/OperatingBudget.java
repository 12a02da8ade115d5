package io.dealsync.sandbox.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The operating time each method has used in the last ten minutes, kept in one-minute buckets
 * (contract 4.1). A call is refused when the limit was reached <em>before</em> it.
 */
final class OperatingBudget {

  private static final int MINUTES = 10;
  private static final Duration NOT_COUNTED_BELOW = Duration.ofMillis(100);

  private final Limits limits;
  private final boolean reported;
  private final Map<String, Window> windows = new HashMap<>();

  /** A method's use and the unix second at which its oldest bucket expires. */
  record Usage(Duration used, long resetAt) {}

  OperatingBudget(Limits limits, boolean reported) {
    this.limits = limits;
    this.reported = reported;
  }

  /** Whether the method may be called now. */
  synchronized boolean allows(String method, Instant now) {
    if (limits.operatingLimit().isZero()) {
      return true;
    }
    Window window = windows.get(method);
    if (window == null) {
      return true;
    }
    if (now.isBefore(window.bannedUntil)) {
      return false;
    }
    return window.used(now).compareTo(limits.operatingLimit()) < 0;
  }

  /** Bills one call of {@code method} to itself. */
  void bill(String method, Instant now) {
    bill(method, limits.costs().getOrDefault(method, Duration.ZERO), now);
  }

  /** What one call of {@code method} costs. */
  Duration cost(String method) {
    Duration cost = limits.costs().getOrDefault(method, Duration.ZERO);
    return cost.compareTo(NOT_COUNTED_BELOW) < 0 ? Duration.ZERO : cost;
  }

  synchronized void bill(String method, Duration cost, Instant now) {
    if (cost.compareTo(NOT_COUNTED_BELOW) < 0) {
      return;
    }
    Window window = windows.computeIfAbsent(method, m -> new Window());
    window.add(cost, now);
    if (!limits.operatingLimit().isZero()
        && window.used(now).compareTo(limits.operatingLimit()) >= 0) {
      window.bannedUntil = now.plus(limits.ban());
    }
  }

  /** What the response tells about {@code method}; empty on self-hosted portals. */
  synchronized Optional<Usage> usage(String method, Instant now) {
    if (!reported) {
      return Optional.empty();
    }
    Window window = windows.get(method);
    return Optional.of(
        window == null
            ? new Usage(Duration.ZERO, now.getEpochSecond() + 60L * MINUTES)
            : new Usage(window.used(now), window.resetAt(now)));
  }

  /** Blocks a method for a while, whatever it has used. */
  synchronized void block(String method, Instant until) {
    windows.computeIfAbsent(method, m -> new Window()).bannedUntil = until;
  }

  private static final class Window {
    private final long[] nanos = new long[MINUTES];
    private final long[] minuteOf = new long[MINUTES];
    private Instant bannedUntil = Instant.MIN;

    void add(Duration cost, Instant now) {
      long minute = minute(now);
      int slot = (int) (minute % MINUTES);
      if (minuteOf[slot] != minute) {
        minuteOf[slot] = minute;
        nanos[slot] = 0;
      }
      nanos[slot] += cost.toNanos();
    }

    Duration used(Instant now) {
      long sum = 0;
      for (int i = 0; i < MINUTES; i++) {
        sum += minuteOf[i] > minute(now) - MINUTES ? nanos[i] : 0;
      }
      return Duration.ofNanos(sum);
    }

    long resetAt(Instant now) {
      long oldest = minute(now);
      for (int i = 0; i < MINUTES; i++) {
        if (nanos[i] > 0 && minuteOf[i] > minute(now) - MINUTES) {
          oldest = Math.min(oldest, minuteOf[i]);
        }
      }
      return (oldest + MINUTES) * 60;
    }

    private static long minute(Instant now) {
      return Math.floorDiv(now.getEpochSecond(), 60L);
    }
  }
}
