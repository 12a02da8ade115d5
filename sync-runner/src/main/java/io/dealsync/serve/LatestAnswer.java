package io.dealsync.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The latest answer of the database to a question. Nobody waits for it longer than someone who asks
 * over HTTP should; one that is late is there for the next who asks.
 */
final class LatestAnswer<T> {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Supplier<T> question;
  private T latest;
  private Optional<CompletableFuture<T>> asked = Optional.empty();

  /**
   * @param first what is said before the first answer
   */
  LatestAnswer(Supplier<T> question, T first) {
    this.question = question;
    this.latest = first;
  }

  synchronized T get() {
    CompletableFuture<T> present =
        asked.orElseGet(() -> CompletableFuture.supplyAsync(question, LatestAnswer::start));
    asked = Optional.of(present);
    try {
      latest = present.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      asked = Optional.empty();
    } catch (ExecutionException e) {
      asked = Optional.empty();
    } catch (TimeoutException e) {
      return latest;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return latest;
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().name("page").daemon().start(work);
  }
}
