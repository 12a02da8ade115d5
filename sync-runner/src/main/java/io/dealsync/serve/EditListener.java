package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.db.DatabaseException;
import io.dealsync.db.EditFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hears of edits as they are committed and passes the news on. Nothing depends on it but speed: who
 * is not told looks by himself.
 */
final class EditListener implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration PROOF = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Supplier<EditFeed> feeds;
  private final Consumer<String> news;
  private final Outage outage = new Outage("edits are not heard of", "edits are heard of again");
  private final Time time;
  private final WakeSignal wake = new WakeSignal();
  private final Thread thread;

  /**
   * @param news is told the portal of an edit
   */
  EditListener(Supplier<EditFeed> feeds, Consumer<String> news, Time time) {
    this.feeds = feeds;
    this.news = news;
    this.time = time;
    this.thread = Thread.ofPlatform().name("edits").unstarted(this::listen);
  }

  void start() {
    thread.start();
  }

  boolean isDeaf() {
    return outage.lasts();
  }

  private void listen() {
    try {
      while (!wake.isClosed()) {
        try (EditFeed feed = feeds.get()) {
          outage.isOver();
          follow(feed);
        } catch (DatabaseException e) {
          outage.failed(e);
          wake.await(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A connection that died without a word is found out by asking. */
  private void follow(EditFeed feed) {
    Instant proven = time.now();
    while (!wake.isClosed()) {
      feed.await(TICK).forEach(news);
      if (!time.now().isBefore(proven.plus(PROOF))) {
        feed.prove();
        proven = time.now();
      }
    }
  }

  @Override
  public void close() {
    wake.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
