package io.dealsync.db;

import io.dealsync.db.DatabaseException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a connection has a PostgreSQL session of its own. A pooler in transaction mode hands
 * sessions on after each transaction: the lock of a lease would stay behind in a session that
 * others use, and keep nobody away.
 */
final class OwnSessions {

  private static final String SESSION = "SELECT pg_catalog.pg_backend_pid()";

  private OwnSessions() {}

  /**
   * Asks a connection three times which session it has, and a second connection between the last
   * two, in a transaction that stays open: the first one must always have the same session, and the
   * second one another. A pooler that hands on the session that was free for the longest shows
   * itself at once; one that prefers the last one would give the same to a single connection again
   * and again, and gives it to the second.
   *
   * @throws DatabaseException when sessions are not one's own
   */
  static void require(Connection connection, DataSource database, Address address) {
    try {
      int first = session(connection);
      requireSame(first, session(connection), address);
      try (Connection second = database.getConnection()) {
        second.setAutoCommit(false);
        if (session(second) == first) {
          throw refusal(address, "two connections had the same session " + first, null);
        }
        requireSame(first, session(connection), address);
        second.rollback();
        second.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new SqlFailures(address).translate(e);
    }
  }

  private static void requireSame(int first, int now, Address address) {
    if (now != first) {
      throw refusal(
          address, "one connection had session %d and then %d".formatted(first, now), null);
    }
  }

  private static int session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SESSION)) {
      row.next();
      return row.getInt(1);
    }
  }

  static DatabaseException refusal(Address address, String evidence, @Nullable Throwable cause) {
    String message =
        "The sessions of %s are not dealsync's own (%s): a pooler in transaction or statement mode is in between, and the lock that keeps two runs apart would not hold. Connect to PostgreSQL itself, or to a pooler in session mode. Nothing was changed."
            .formatted(address, evidence);
    return cause == null
        ? new DatabaseException(Kind.SHARED_SESSIONS, message)
        : new DatabaseException(Kind.SHARED_SESSIONS, message, cause);
  }
}
