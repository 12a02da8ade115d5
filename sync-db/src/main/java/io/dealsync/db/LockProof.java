package io.dealsync.db;

import io.dealsync.journal.LeaseLostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The question to a lease's own session whether it still has the portal's advisory lock. A session
 * that does not answer in time is given up: its connection is broken by that, so that it cannot
 * come back to life later.
 */
final class LockProof {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A 64-bit key is two halves in pg_locks. */
  private static final String HELD =
      "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks AS held,"
          + " (SELECT ?::bigint AS value) AS key"
          + " WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1"
          + " AND held.pid = pg_catalog.pg_backend_pid()"
          + " AND held.classid::bigint = (key.value >> 32) & 4294967295"
          + " AND held.objid::bigint = key.value & 4294967295)";

  private final Connection connection;
  private final String portal;
  private final long key;

  /**
   * @param key of the advisory lock
   */
  LockProof(Connection connection, String portal, long key) {
    this.connection = connection;
    this.portal = portal;
    this.key = key;
  }

  void require() {
    boolean held;
    try {
      held = isHeld();
    } catch (SQLException e) {
      throw new LeaseLostException(
          portal, "its database session does not answer any more (%s).".formatted(words(e)));
    }
    if (!held) {
      throw new LeaseLostException(portal, "its database session does not have the lock.");
    }
  }

  private boolean isHeld() throws SQLException {
    int usual = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
    boolean held = ask();
    connection.setNetworkTimeout(Runnable::run, usual);
    return held;
  }

  private boolean ask() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HELD)) {
      statement.setLong(1, key);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static String words(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
