package io.dealsync.serve;

import io.dealsync.db.DatabaseException;
import io.dealsync.db.EditFeed;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries edits to the portal as they are committed: waits for PostgreSQL to tell, then has the
 * edited deals synced. What cannot be done now, because another run holds the portal or the
 * database is away, is tried again.
 */
final class EditWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EditWatch.class);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final int TICKS_OF_REST = 10;

  private final Supplier<EditFeed> feeds;
  private final SyncRunner runner;
  private final Set<String> watched;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param watched the portals whose edits are carried at once
   */
  EditWatch(Supplier<EditFeed> feeds, SyncRunner runner, Set<String> watched) {
    this.feeds = feeds;
    this.runner = runner;
    this.watched = Set.copyOf(watched);
    this.thread = new Thread(this::watch, "edits");
    thread.start();
  }

  private void watch() {
    while (!closing) {
      try (EditFeed feed = feeds.get()) {
        follow(feed);
      } catch (DatabaseException e) {
        LOG.warn("edits are not heard at the moment: {}", e.getMessage());
        rest();
      }
    }
  }

  /** Edits made while nobody listened are still marked: every portal has its turn at first. */
  private void follow(EditFeed feed) {
    Set<String> open = new TreeSet<>(watched);
    while (!closing) {
      open.removeIf(runner::runEdited);
      feed.await(TICK).stream().filter(watched::contains).forEach(open::add);
    }
  }

  private void rest() {
    for (int tick = 0; tick < TICKS_OF_REST && !closing; tick++) {
      try {
        Thread.sleep(TICK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Lets a run under way end its step. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
