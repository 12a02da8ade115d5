package io.dealsync.db;

import io.dealsync.db.testing.IdleSessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** SQL as a person would type it. */
public final class TestSql {

  private interface Sessions {
    <T> T once(IdleSessions.Work<T> work) throws SQLException;
  }

  private final Sessions sessions;

  /** Each call in a session that is as if it were new. */
  public TestSql(DataSource database) {
    sessions =
        new Sessions() {
          @Override
          public <T> T once(IdleSessions.Work<T> work) throws SQLException {
            return IdleSessions.once(database, work);
          }
        };
  }

  /** All calls in one session, which spares some work; who opened it closes it. */
  TestSql(Connection session) {
    sessions =
        new Sessions() {
          @Override
          public <T> T once(IdleSessions.Work<T> work) throws SQLException {
            try (Statement sql = session.createStatement()) {
              return work.in(sql);
            }
          }
        };
  }

  /** Runs statements in one session, each committed on its own unless they say otherwise. */
  public void run(String... statements) throws SQLException {
    sessions.once(
        sql -> {
          for (String statement : statements) {
            sql.execute(statement);
          }
          return statements.length;
        });
  }

  /** The first value of the first row. */
  public String value(String query) throws SQLException {
    return lines(query).get(0);
  }

  /** The rows, their values separated by bars. */
  public List<String> lines(String query) throws SQLException {
    return sessions.once(sql -> lines(sql.executeQuery(query)));
  }

  static List<String> lines(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        String value = rows.getString(i);
        values.add(value == null ? "" : value);
      }
      lines.add(String.join("|", values));
    }
    return lines;
  }
}
