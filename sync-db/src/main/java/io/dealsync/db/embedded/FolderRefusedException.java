package io.dealsync.db.embedded;

/**
 * A folder or file of the embedded server is not to be used as it is: it is closed to this user,
 * open to others, or of another version. Waiting does not change that.
 */
public final class FolderRefusedException extends EmbeddedPostgresException {
  private static final long serialVersionUID = 1L;

  FolderRefusedException(String message) {
    super(message);
  }

  FolderRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
