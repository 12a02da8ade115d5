package io.dealsync.journal;

/** Another run holds the portal. The message says which and since when. */
public final class LeaseHeldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String holder;

  /**
   * @param holder a sentence that names the holder and its start
   */
  public LeaseHeldException(String holder) {
    super(holder + " Wait for its end, then run again.");
    this.holder = holder;
  }

  /** A sentence that names the holder and its start. */
  public String holder() {
    return holder;
  }
}
