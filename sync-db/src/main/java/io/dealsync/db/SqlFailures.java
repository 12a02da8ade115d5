package io.dealsync.db;

import io.dealsync.db.DatabaseException.Kind;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.sql.DataSource;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what the driver throws into the few errors that dealsync knows: the one place where it is
 * decided what a failure of the database means.
 */
public final class SqlFailures implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  /** What PostgreSQL and poolers say when statements of one client reach several sessions. */
  private static final Set<String> FOREIGN_SESSION = Set.of("42P05", "26000");

  /**
   * What another moment changes: a cancelled statement, a lock or deadlock, a transaction that was
   * idle for too long, a server that is read-only because another one has taken over or its disk is
   * full.
   */
  private static final Set<String> PASSING =
      Set.of("57014", "55P03", "40P01", "40001", "25P03", "25P04", "25006");

  private final transient Address address;

  SqlFailures(Address address) {
    this.address = address;
  }

  /** The failures of what comes from this source of connections. */
  public static SqlFailures of(DataSource database) {
    return new SqlFailures(Address.of(database));
  }

  /** Every statement that jOOQ runs passes here when it fails. */
  @Override
  public void exception(ExecuteContext context) {
    if (context.sqlException() != null) {
      context.exception(translate(context.sqlException()));
    }
  }

  /** A failure of jOOQ's own, around a transaction for example. */
  DatabaseException translate(DataAccessException failure) {
    return failure.getCause() instanceof SQLException sql
        ? translate(sql)
        : new DatabaseException(
            Kind.OTHER, "The %s failed: %s".formatted(address, failure.getMessage()), failure);
  }

  /** The same failure in dealsync's words. */
  public DatabaseException translate(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (isOfPooler(state, words(failure))) {
      return OwnSessions.refusal(address, words(failure), failure);
    }
    if (isOfEncryption(failure)) {
      return new DatabaseException(
          Kind.CREDENTIALS,
          "PostgreSQL at %s cannot be reached over TLS as the database's URL wants it: %s Check sslmode and sslrootcert there, and the server's certificate."
              .formatted(address.place(), sentence(words(failure))),
          failure);
    }
    return switch (state) {
      case "28P01" ->
          new DatabaseException(
              Kind.CREDENTIALS,
              "PostgreSQL at %s does not let user %s in. Check user and password of the database."
                  .formatted(address.place(), address.user()),
              failure);
      case "28000" ->
          new DatabaseException(
              Kind.CREDENTIALS,
              "PostgreSQL at %s does not let user %s in: %s Check user and password of the database, and the server's pg_hba.conf."
                  .formatted(address.place(), address.user(), sentence(words(failure))),
              failure);
      case "3D000" ->
          new DatabaseException(
              Kind.NO_SUCH_DATABASE,
              "There is no database %s at %s. Create it: CREATE DATABASE %s OWNER %s;"
                  .formatted(
                      address.database(), address.place(), address.database(), address.user()),
              failure);
      case "42501" ->
          new DatabaseException(
              Kind.CREDENTIALS,
              "User %s lacks a right in %s: %s. Let the owner run db/grants/runner.sql for it."
                  .formatted(address.user(), address, words(failure)),
              failure);
      case "55P03" ->
          new DatabaseException(
              Kind.UNREACHABLE,
              "Someone's open transaction in the %s holds a lock that is needed (%s). Nothing is lost; run again once it is committed or rolled back."
                  .formatted(address, words(failure)),
              failure);
      default -> isConnection(state) ? unreachable(failure) : other(failure);
    };
  }

  /** In statement mode no transaction may begin; in some modes settings may not be given. */
  private static boolean isOfPooler(String state, String words) {
    return FOREIGN_SESSION.contains(state)
        || words.contains("startup parameter")
        || words.contains("statement pooling mode");
  }

  /** That a certificate is not believed, or that the server has none. */
  private static boolean isOfEncryption(SQLException failure) {
    return words(failure).contains("does not support SSL")
        || words(failure).contains("could not be verified")
        || hasCause(failure, GeneralSecurityException.class)
        || hasCause(failure, SSLPeerUnverifiedException.class);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Exception> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Connection failures, shut-downs, and a server that has no room left. What does not come from
   * the server has no state: the pool has closed a broken connection, or has none to give.
   */
  private static boolean isConnection(String state) {
    return state.isEmpty()
        || PASSING.contains(state)
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.startsWith("58");
  }

  private DatabaseException unreachable(SQLException failure) {
    return new DatabaseException(
        Kind.UNREACHABLE,
        "PostgreSQL at %s cannot be used now: %s Nothing is lost; run again when it can."
            .formatted(address.place(), sentence(words(failure))),
        failure);
  }

  private DatabaseException other(SQLException failure) {
    return new DatabaseException(
        Kind.OTHER, "The %s refused: %s".formatted(address, sentence(words(failure))), failure);
  }

  /** The server's own words where there are some: the driver's carry positions and hints. */
  private static String words(SQLException failure) {
    if (hasCause(failure, UnknownHostException.class)) {
      return "no name server knows that name";
    }
    String text = serverWords(failure);
    if (text == null) {
      text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return text.lines().findFirst().orElse(text).strip();
  }

  private static @Nullable String serverWords(SQLException failure) {
    if (failure instanceof PSQLException postgres) {
      ServerErrorMessage server = postgres.getServerErrorMessage();
      return server == null ? null : server.getMessage();
    }
    return null;
  }

  private static String sentence(String words) {
    return words.endsWith(".") ? words : words + ".";
  }
}
