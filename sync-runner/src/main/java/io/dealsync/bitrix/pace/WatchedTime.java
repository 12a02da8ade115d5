package io.dealsync.bitrix.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A time that knows who waits for it to pass, for those who look on. */
public final class WatchedTime implements Time {

  /** Shorter ones are the usual pace. */
  private static final Duration WORTH_A_WORD = Duration.ofSeconds(1);

  private final Time time;
  private final Map<Thread, Long> ends = new ConcurrentHashMap<>();

  public WatchedTime(Time time) {
    this.time = time;
  }

  /** How long the longest wait still lasts; empty where nobody waits, or only for moments. */
  public Optional<Duration> pause() {
    long now = time.nanos();
    return ends.values().stream()
        .map(end -> Duration.ofNanos(end - now))
        .filter(left -> !left.isNegative())
        .max(Duration::compareTo);
  }

  @Override
  public long nanos() {
    return time.nanos();
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public void sleep(Duration span) throws InterruptedException {
    if (span.compareTo(WORTH_A_WORD) < 0) {
      time.sleep(span);
      return;
    }
    Thread self = Thread.currentThread();
    ends.put(self, time.nanos() + span.toNanos());
    try {
      time.sleep(span);
    } finally {
      ends.remove(self);
    }
  }
}
