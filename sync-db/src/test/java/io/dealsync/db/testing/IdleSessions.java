package io.dealsync.db.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Sessions that wait for the next statement of a test. A new one costs more than what most tests do
 * in it, above all because it compiles every trigger anew.
 */
public final class IdleSessions {

  /** What is done in a session. */
  public interface Work<T> {
    T in(Statement session) throws SQLException;
  }

  private static final Map<String, Deque<Connection>> IDLE = new ConcurrentHashMap<>();

  private IdleSessions() {}

  /** Does it in a session that nobody else uses meanwhile and that is as if it were new. */
  public static <T> T once(DataSource database, Work<T> work) throws SQLException {
    Deque<Connection> idle =
        IDLE.computeIfAbsent(key(database), ignored -> new ConcurrentLinkedDeque<>());
    Connection connection = idle.poll();
    if (connection == null || !connection.isValid(1)) {
      connection = database.getConnection();
    }
    boolean whole = false;
    try (Statement session = connection.createStatement()) {
      T result = work.in(session);
      whole = true;
      return result;
    } finally {
      if (whole && asNew(connection)) {
        idle.push(connection);
      } else {
        connection.close();
      }
    }
  }

  /** Nobody asks in this database any more. */
  static void close(String database) throws SQLException {
    for (Map.Entry<String, Deque<Connection>> each : IDLE.entrySet()) {
      if (each.getKey().startsWith(database + " ")) {
        for (Connection idle : each.getValue()) {
          idle.close();
        }
        IDLE.remove(each.getKey());
      }
    }
  }

  private static String key(DataSource database) {
    return database instanceof PGSimpleDataSource each
        ? each.getDatabaseName() + " " + each.getUser() + " " + each.getURL()
        : database.toString();
  }

  private static boolean asNew(Connection connection) {
    try (Statement session = connection.createStatement()) {
      session.execute(
          "ROLLBACK; RESET SESSION AUTHORIZATION; RESET ALL; UNLISTEN *; DISCARD TEMP; SELECT"
              + " pg_advisory_unlock_all()");
      return true;
    } catch (SQLException ended) {
      return false;
    }
  }
}
