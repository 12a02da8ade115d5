package io.dealsync.journal;

/** Another run holds the portal. The message says which and since when. */
public final class LeaseHeldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message a sentence that names the holder, its start, and the next move
   */
  public LeaseHeldException(String message) {
    super(message);
  }
}
