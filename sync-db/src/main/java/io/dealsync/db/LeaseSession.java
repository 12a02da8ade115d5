package io.dealsync.db;

import io.dealsync.journal.LeaseLostException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * One connection for as long as a lease lasts, and its transactions. A transaction that PostgreSQL
 * chose as the victim of a deadlock with someone's edit is simply run again: it has changed
 * nothing.
 */
final class LeaseSession {

  private static final int ATTEMPTS = 5;
  private static final SecureRandom KEYS = new SecureRandom();
  private static final Set<String> VICTIM = Set.of("40P01", "40001");

  private final Connection connection;
  private final Address address;
  private final SqlFailures failures;
  private final DSLContext jooq;
  private final long key = KEYS.nextLong();

  LeaseSession(Connection connection, Address address) {
    this.connection = connection;
    this.address = address;
    this.failures = new SqlFailures(address);
    this.jooq = DSL.using(Database.configuration(address).set(connection));
  }

  /**
   * Proves that this session still has the portal's lock.
   *
   * @throws LeaseLostException when it does not, or does not say so in time
   */
  void proveLease(String portal) {
    new LockProof(connection, portal, key).require();
  }

  /** The key of the lock that is this session's alone: nobody can know it beforehand. */
  long key() {
    return key;
  }

  /** Insists on a PostgreSQL session that no other connection is given, too. */
  void requireOwn(DataSource database) {
    OwnSessions.require(connection, database, address);
  }

  /** For single statements, each committed on its own. */
  DSLContext jooq() {
    return jooq;
  }

  void transaction(Consumer<DSLContext> work) {
    transactionResult(
        sql -> {
          work.accept(sql);
          return true;
        });
  }

  /** The result of work that is committed when this returns. */
  <T> T transactionResult(Function<DSLContext, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jooq.transactionResult(transaction -> work.apply(transaction.dsl()));
      } catch (DatabaseException e) {
        if (attempt == ATTEMPTS || !isVictim(e)) {
          throw e;
        }
      } catch (DataAccessException e) {
        throw failures.translate(e);
      }
    }
  }

  private static boolean isVictim(DatabaseException e) {
    return e.getCause() instanceof SQLException sql && VICTIM.contains(sql.getSQLState());
  }

  /**
   * Gives the connection back without any lock; one that cannot promise that is thrown away, so
   * that the pool hands it to nobody.
   */
  void release() {
    try (connection) {
      if (!unlocked()) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException ignored) {
      // The pool throws broken connections away.
    }
  }

  private boolean unlocked() {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock_all()");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
