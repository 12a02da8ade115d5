package io.dealsync.db;

/**
 * The database cannot be used, or not any more. The message names the database and the next move;
 * it never holds a password.
 */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure, and so what the user can do about it. */
  public enum Kind {
    /** The server does not answer, or the connection was lost; running again later is enough. */
    UNREACHABLE,
    /** The server does not let this user in. */
    CREDENTIALS,
    NO_SUCH_DATABASE,
    /** The database cannot store every script's letters. */
    WRONG_ENCODING,
    /** The database is not prepared for dealsync yet. */
    SCHEMA_ABSENT,
    /** The schema was made by an older dealsync. */
    SCHEMA_TOO_OLD,
    /** The schema was made by a newer dealsync. */
    SCHEMA_TOO_NEW,
    /** The schema is someone else's, or someone's things in it have names of dealsync's. */
    SCHEMA_IN_THE_WAY,
    /** What is between dealsync and the server gives its sessions to others, too. */
    SHARED_SESSIONS,
    /** The server refused a statement. */
    OTHER
  }

  private final Kind kind;

  /**
   * @param message a sentence that names the subject and the next move, without secrets
   */
  public DatabaseException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** As the other constructor, for what no other error has caused. */
  public DatabaseException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
