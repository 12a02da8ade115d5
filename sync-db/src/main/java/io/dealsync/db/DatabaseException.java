package io.dealsync.db;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used. The message names the database and the user, never the password, and
 * says what to do next.
 */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, as far as the next move depends on it. */
  public enum Kind {
    /** No server answers, or the connection was lost. */
    UNREACHABLE,
    /** The server does not let this user in. */
    CREDENTIALS,
    /** The server has no such database. */
    NO_SUCH_DATABASE,
    /** The database has no schema {@code dealsync}. */
    SCHEMA_ABSENT,
    /** The schema was made by an older program. */
    SCHEMA_TOO_OLD,
    /** The schema was made by a newer program. */
    SCHEMA_TOO_NEW,
    /** Anything else; the message has PostgreSQL's own words. */
    OTHER
  }

  private final Kind kind;

  /**
   * @param message a sentence for people, with the next move
   */
  public DatabaseException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
