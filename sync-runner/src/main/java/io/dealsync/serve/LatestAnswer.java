package io.dealsync.serve;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The latest answer of the database to a question. Nobody waits for it longer than someone who asks
 * over HTTP should; one that is late is there for the next who asks.
 */
final class LatestAnswer<T> {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final DatabaseProbe probe;
  private volatile T latest;

  /**
   * @param first what is said before the first answer
   */
  LatestAnswer(Supplier<T> question, T first) {
    this.latest = first;
    this.probe = new DatabaseProbe(() -> latest = question.get(), PATIENCE);
  }

  T get() {
    probe.answers();
    return latest;
  }
}
