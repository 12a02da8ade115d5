package io.dealsync.db;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of connections behind a pooler in transaction mode: each transaction of a connection
 * runs in whatever PostgreSQL session is free, and the session goes back when the transaction ends.
 */
final class TransactionPooler implements DataSource, AutoCloseable {

  /** Which free session the next transaction gets. */
  enum Choice {
    /** The one that was given back last, as pgbouncer does unless it is told otherwise. */
    LAST_USED,
    LONGEST_FREE
  }

  private final Choice choice;
  private final Deque<Connection> free = new ArrayDeque<>();

  TransactionPooler(DataSource server, int sessions, Choice choice) throws SQLException {
    this.choice = choice;
    for (int i = 0; i < sessions; i++) {
      free.add(server.getConnection());
    }
  }

  @Override
  public Connection getConnection() {
    return (Connection)
        Proxy.newProxyInstance(
            TransactionPooler.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new Client());
  }

  @Override
  public Connection getConnection(String user, String password) {
    return getConnection();
  }

  @Override
  public void close() throws SQLException {
    for (Connection session : free) {
      session.close();
    }
  }

  /** One client's connection. */
  private final class Client implements InvocationHandler {

    private static final Set<String> STATEMENTS =
        Set.of("createStatement", "prepareStatement", "prepareCall");

    private boolean autoCommit = true;
    private @Nullable Connection inTransaction;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      switch (method.getName()) {
        case "getAutoCommit":
          return autoCommit;
        case "setAutoCommit":
          autoCommit = arguments != null && (boolean) arguments[0];
          return null;
        case "commit", "rollback":
          end(method.getName().equals("commit"));
          return null;
        case "close", "abort":
          end(false);
          return null;
        default:
          if (inTransaction != null) {
            return call(inTransaction, method, arguments);
          }
          Connection session = take();
          if (!autoCommit && STATEMENTS.contains(method.getName())) {
            session.setAutoCommit(false);
            inTransaction = session;
            return call(session, method, arguments);
          }
          try {
            return call(session, method, arguments);
          } finally {
            free.addLast(session);
          }
      }
    }

    private void end(boolean commit) throws SQLException {
      Connection session = inTransaction;
      if (session != null) {
        inTransaction = null;
        if (commit) {
          session.commit();
        } else {
          session.rollback();
        }
        session.setAutoCommit(true);
        free.addLast(session);
      }
    }

    private Connection take() throws SQLException {
      Connection session = choice == Choice.LAST_USED ? free.pollLast() : free.pollFirst();
      if (session == null) {
        throw new SQLException("All sessions are in use", "53300");
      }
      return session;
    }

    private static Object call(Connection session, Method method, Object @Nullable [] arguments)
        throws Throwable {
      try {
        return method.invoke(session, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
