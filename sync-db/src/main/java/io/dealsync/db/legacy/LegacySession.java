package io.dealsync.db.legacy;

import io.dealsync.db.DatabaseException;
import io.dealsync.db.SqlFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One database connection with transactions that the caller ends. Plain JDBC, because an import is
 * done by the time that a query builder is loaded.
 */
final class LegacySession implements AutoCloseable {

  private static final int FETCH = 10_000;

  private final Connection connection;
  private final SqlFailures failures;

  private LegacySession(Connection connection, SqlFailures failures) {
    this.connection = connection;
    this.failures = failures;
  }

  static LegacySession open(DataSource database) {
    SqlFailures failures = SqlFailures.of(database);
    try {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      return new LegacySession(connection, failures);
    } catch (SQLException failure) {
      throw failures.translate(failure);
    }
  }

  /** What a row of a result becomes. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /**
   * Runs a statement within the current transaction.
   *
   * @param values for the question marks; arrays of strings and longs become arrays
   * @return how many rows it changed
   */
  int execute(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepared(sql, values)) {
      statement.execute();
      return Math.max(0, statement.getUpdateCount());
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  /**
   * Prepares the current transaction for statements that join tables as a whole. What they join was
   * written a moment ago: where the planner expects a few rows of it, it would go through all of
   * them once for each row of another table. A hash join looks at each row once, whatever was
   * expected.
   */
  void forWholeTables() {
    execute("SET LOCAL enable_nestloop = off");
    execute("SET LOCAL enable_mergejoin = off");
    execute("SET LOCAL work_mem = '64MB'");
    execute("SET LOCAL jit = off");
  }

  /**
   * Lets the planner know what was just written to tables of the schema; autovacuum would, but not
   * before the next statements.
   */
  void takeStatistics(String... tables) {
    execute("SELECT dealsync.take_statistics(VARIADIC ?::text[])", (Object) tables);
  }

  /** The rows of a query. */
  <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... values) {
    List<T> rows = new ArrayList<>();
    forEach(sql, mapper, rows::add, values);
    return rows;
  }

  /** The only row of a query. */
  <T> T one(String sql, Mapper<T> mapper, @Nullable Object... values) {
    List<T> rows = list(sql, mapper, values);
    if (rows.size() != 1) {
      throw new IllegalStateException("One row expected, not " + rows.size() + ": " + sql);
    }
    return rows.get(0);
  }

  /** The number that a query counts. */
  long count(String sql, @Nullable Object... values) {
    return one(sql, row -> row.getLong(1), values);
  }

  /** Passes the rows of a query on, without keeping them. */
  <T> void forEach(
      String sql, Mapper<T> mapper, Consumer<? super T> consumer, @Nullable Object... values) {
    try (PreparedStatement statement = prepared(sql, values)) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(mapper.map(rows));
        }
      }
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int at = 0; at < values.length; at++) {
        statement.setObject(at + 1, parameter(values[at]));
      }
      return statement;
    } catch (SQLException | RuntimeException failure) {
      statement.close();
      throw failure;
    }
  }

  private @Nullable Object parameter(@Nullable Object value) throws SQLException {
    return switch (value) {
      case String[] texts -> connection.createArrayOf("text", texts);
      case Long[] numbers -> connection.createArrayOf("bigint", numbers);
      case null, default -> value;
    };
  }

  /** A moment that may be NULL. */
  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** A number that may be NULL. */
  static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Does something and commits it; nothing of it stays when it throws. */
  <T> T transaction(Supplier<T> work) {
    try {
      T result = work.get();
      commit();
      return result;
    } catch (RuntimeException | Error failure) {
      rollback(failure);
      throw failure;
    }
  }

  /** As {@link #transaction}, for work without a result. */
  void commit(Runnable work) {
    transaction(
        () -> {
          work.run();
          return true;
        });
  }

  void commit() {
    try {
      connection.commit();
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  /** Ends the transaction without a trace, also when the connection is gone. */
  void rollback() {
    rollback(null);
  }

  private void rollback(@Nullable Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException failure) {
      if (cause != null) {
        cause.addSuppressed(failure);
      }
    }
  }

  /** Begins a {@code COPY … FROM STDIN}. */
  CopyText copyIn(String statement) {
    try {
      return new CopyText(
          this, connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement));
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  /** Temporary tables and locks of the session go; a pooled connection goes back clean. */
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(true);
      try (var statement = connection.createStatement()) {
        statement.execute("DISCARD TEMP");
        statement.execute("SELECT pg_advisory_unlock_all()");
      }
    } catch (SQLException lost) {
      // A session that cannot be tidied up is gone, and its locks and tables with it.
    }
  }

  /** The failure in dealsync's words. */
  DatabaseException translated(SQLException failure) {
    return failures.translate(failure);
  }
}
