package io.dealsync.db.legacy;

import io.dealsync.db.DatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** One database connection with transactions that the caller ends. */
final class Session implements AutoCloseable {

  private final Connection connection;
  private final DSLContext sql;

  private Session(Connection connection) {
    this.connection = connection;
    this.sql =
        DSL.using(
            new DefaultConfiguration()
                .set(connection)
                .set(SQLDialect.POSTGRES)
                .set(new Translation()));
  }

  static Session open(DataSource database) {
    try {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      return new Session(connection);
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  /** For statements within the current transaction. */
  DSLContext sql() {
    return sql;
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
  CopyIn copyIn(String statement) {
    try {
      return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
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

  static DatabaseException translated(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    boolean unreachable = state.startsWith("08") || state.startsWith("57P");
    return new DatabaseException(
        unreachable ? DatabaseException.Kind.UNREACHABLE : DatabaseException.Kind.OTHER,
        unreachable
            ? "The connection to the database was lost; what was committed stays. Run again."
            : "The database refused: " + failure.getMessage(),
        failure);
  }

  private static final class Translation implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    @Override
    public void exception(ExecuteContext context) {
      SQLException failure = context.sqlException();
      if (failure != null) {
        context.exception(translated(failure));
      }
    }
  }
}
