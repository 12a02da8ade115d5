package io.dealsync.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** SQL as a person would type it, each call in a session of its own. */
public final class TestSql {

  private final DataSource database;

  public TestSql(DataSource database) {
    this.database = database;
  }

  /** Runs statements in one session, each committed on its own unless they say otherwise. */
  public void run(String... statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  /** The first value of the first row. */
  public String value(String query) throws SQLException {
    return lines(query).get(0);
  }

  /** The rows, their values separated by bars. */
  public List<String> lines(String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      return lines(rows);
    }
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
