package io.dealsync.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the database whether it is there, and waits no longer than someone who asks over HTTP
 * should. A question that was not answered in time is not asked again before it has ended.
 */
final class DatabaseProbe {

  private static final Duration PATIENCE = Duration.ofMillis(700);

  private final Runnable question;
  private final Duration patience;
  private Optional<CompletableFuture<Void>> asked = Optional.empty();

  /**
   * @param question a statement without work; it fails when the database cannot be used
   */
  DatabaseProbe(Runnable question) {
    this(question, PATIENCE);
  }

  DatabaseProbe(Runnable question, Duration patience) {
    this.question = question;
    this.patience = patience;
  }

  boolean answers() {
    try {
      ask().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Void> ask() {
    CompletableFuture<Void> present =
        asked
            .filter(question -> !question.isDone())
            .orElseGet(() -> CompletableFuture.runAsync(question, DatabaseProbe::start));
    asked = Optional.of(present);
    return present;
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().name("database-probe").daemon().start(work);
  }
}
