package io.dealsync.legacy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The rows of a table of the database, in pages. */
final class SqlTable implements Table {

  private static final int PAGE = 5_000;

  private final String name;
  private final Connection connection;
  private final Statement statement;
  private final ResultSet rows;
  private final List<String> header = new ArrayList<>();
  private final Row row = new Row();
  private int line;
  private boolean fetched;

  private SqlTable(String name, Connection connection) throws SQLException {
    this.name = name;
    this.connection = connection;
    connection.setAutoCommit(false);
    this.statement = connection.createStatement();
    statement.setFetchSize(PAGE);
    this.rows = statement.executeQuery("SELECT * FROM " + quoted(name));
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      header.add(rows.getMetaData().getColumnLabel(column));
    }
  }

  /**
   * Opens a table or view.
   *
   * @throws UnusableFileException when it is not there or may not be read
   */
  @SuppressWarnings("PMD.CloseResource")
  static SqlTable open(DataSource database, String name) {
    try {
      Connection connection = database.getConnection();
      try {
        return new SqlTable(name, connection);
      } catch (SQLException failure) {
        connection.close();
        throw failure;
      }
    } catch (SQLException failure) {
      throw unusable(name, failure);
    }
  }

  private static UnusableFileException unusable(String name, SQLException failure) {
    return new UnusableFileException(
        "The table %s cannot be read: %s".formatted(name, failure.getMessage()), failure);
  }

  private static String quoted(String name) {
    return Arrays.stream(name.split("\\."))
        .map(part -> '"' + part.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining("."));
  }

  @Override
  public List<String> header() {
    return List.copyOf(header);
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public int line() {
    return line;
  }

  @Override
  public boolean hasNext() {
    try {
      fetched = fetched || rows.next();
      return fetched;
    } catch (SQLException failure) {
      throw unusable(name, failure);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    fetched = false;
    line++;
    row.begin(line);
    try {
      for (int column = 1; column <= header.size(); column++) {
        String value = rows.getString(column);
        row.add(value == null ? "" : value);
      }
    } catch (SQLException failure) {
      throw unusable(name, failure);
    }
    return row;
  }

  @Override
  public void close() {
    try (connection;
        statement) {
      rows.close();
      connection.rollback();
    } catch (SQLException failure) {
      throw unusable(name, failure);
    }
  }
}
