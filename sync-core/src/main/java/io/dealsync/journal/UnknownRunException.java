package io.dealsync.journal;

/** A run that does not exist, or is not in a state in which it can be used that way. */
public final class UnknownRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message a sentence that names the run and the next move
   */
  public UnknownRunException(String message) {
    super(message);
  }
}
