package io.dealsync.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of edits of the desired side as they are committed; keeps a connection of its own. A
 * connection that died without a word hears nothing either, so it has to be proven now and then.
 */
public final class EditFeed implements AutoCloseable {

  private static final String CHANNEL = "dealsync_edit";

  /** A server that lives answers a statement without work within this time. */
  private static final int PATIENCE_MILLIS = 5000;

  private final Connection connection;
  private final SqlFailures failures;

  EditFeed(DataSource pool, Address address) {
    this.failures = new SqlFailures(address);
    try {
      this.connection = pool.getConnection();
      connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
      try (Statement listen = connection.createStatement()) {
        listen.execute("LISTEN " + CHANNEL);
      }
    } catch (SQLException e) {
      throw failures.translate(e);
    }
  }

  /**
   * Waits for edits.
   *
   * @param patience how long at most
   * @return the portals whose deals were edited; empty when there were no edits
   * @throws DatabaseException when the connection is lost; edits since then went unheard
   */
  public Set<String> await(Duration patience) {
    Set<String> portals = new TreeSet<>();
    try {
      PGNotification[] heard =
          connection
              .unwrap(PGConnection.class)
              .getNotifications(Math.toIntExact(Math.max(1, patience.toMillis())));
      if (heard != null) {
        for (PGNotification notification : heard) {
          portals.add(notification.getParameter());
        }
      }
    } catch (SQLException e) {
      throw failures.translate(e);
    }
    return portals;
  }

  /**
   * Proves that the connection lives.
   *
   * @throws DatabaseException when it does not
   */
  public void prove() {
    try (Statement nothing = connection.createStatement()) {
      nothing.execute("SELECT 1");
    } catch (SQLException e) {
      throw failures.translate(e);
    }
  }

  /** The connection is not given back to the pool: whoever had it next would go on listening. */
  @Override
  public void close() {
    try (connection) {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
