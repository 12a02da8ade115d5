package io.dealsync.db.embedded;

/** The embedded server cannot do what was asked; the message says why and what to do next. */
public sealed class EmbeddedPostgresException extends RuntimeException
    permits FolderRefusedException {
  private static final long serialVersionUID = 1L;

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
