package io.dealsync.journal;

/**
 * The run does not hold its lease any more, or cannot prove it, and so must not write. The message
 * names the portal and the next move.
 */
public final class LeaseLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param portal the portal's name in the configuration
   * @param why what became of the lease, in a sentence
   */
  public LeaseLostException(String portal, String why) {
    super(
        "The run has lost its hold on portal %s: %s Nothing was sent after that. The next run finds out what became of the writes before; run again."
            .formatted(portal, why));
  }
}
