package io.dealsync.sandbox;

import io.dealsync.files.LockFile;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.crm.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a portal's state to its folder: every few seconds when something changed, and at the end.
 */
final class StateKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);
  private static final long SECONDS_BETWEEN_SAVES = 5;

  private final PortalState state;
  private final StateFile file;
  private final LockFile lock;
  private final ScheduledExecutorService saver =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sandbox-save").factory());
  private long savedVersion = -1;

  /** Loads what the folder holds and keeps it up to date; refuses a folder that is in use. */
  StateKeeper(Path folder, PortalState state) throws IOException {
    this.state = state;
    this.file = new StateFile(folder);
    this.lock = LockFile.at(folder.resolve("portal.lock"));
    if (!lock.tryAlone()) {
      lock.close();
      throw new IOException("another sandbox uses the folder " + folder);
    }
    if (file.exists()) {
      file.load(state);
      savedVersion = state.version();
    }
  }

  /** Starts saving every few seconds. */
  @SuppressWarnings("FutureReturnValueIgnored") // saveQuietly() never fails
  void start() {
    saver.scheduleWithFixedDelay(
        this::saveQuietly, SECONDS_BETWEEN_SAVES, SECONDS_BETWEEN_SAVES, TimeUnit.SECONDS);
  }

  private synchronized void save() throws IOException {
    long version = state.version();
    if (version != savedVersion) {
      file.save(state);
      savedVersion = version;
    }
  }

  private void saveQuietly() {
    try {
      save();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the sandbox's state could not be saved: {}", e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    saver.shutdownNow();
    try {
      save();
    } finally {
      lock.close();
    }
  }
}
