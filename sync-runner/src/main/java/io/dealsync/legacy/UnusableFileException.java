package io.dealsync.legacy;

/** A file that cannot be read as it is. The message names the file, the place and the next move. */
public final class UnusableFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableFileException(String message) {
    super(message);
  }

  UnusableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
