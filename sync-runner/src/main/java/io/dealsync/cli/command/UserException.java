package io.dealsync.cli.command;

/** Something the user has to put right, with the exit code that says so. */
public final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param message a sentence that names the subject and the next move
   */
  public UserException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
