package io.dealsync.app;

import io.dealsync.config.Settings;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.RunLease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps runs away from a portal while something works on it that is no run. Where there is no
 * database, there are no runs either, and nothing to lock.
 */
public final class PortalLock implements AutoCloseable {

  private record Held(Dealsync dealsync, RunLease lease) {}

  private final Optional<Held> held;

  private PortalLock(Optional<Held> held) {
    this.held = held;
  }

  /**
   * Takes the portal at once or not at all.
   *
   * @param home the folder under which the embedded PostgreSQL keeps its data
   * @param command what the portal is wanted for; shown to others
   * @throws LeaseHeldException when a run has it
   * @throws io.dealsync.db.DatabaseException when there is a database and it cannot be used
   */
  public static PortalLock take(Settings settings, Path home, String portal, String command) {
    if (settings.database().embedded() && !Files.exists(Dealsync.embeddedData(home))) {
      return new PortalLock(Optional.empty());
    }
    Dealsync dealsync = Dealsync.open(settings, home);
    try {
      return new PortalLock(
          Optional.of(new Held(dealsync, dealsync.leases().acquire(portal, command))));
    } catch (RuntimeException e) {
      dealsync.close();
      throw e;
    }
  }

  @Override
  public void close() {
    held.ifPresent(
        each -> {
          each.lease().close();
          each.dealsync().close();
        });
  }
}
