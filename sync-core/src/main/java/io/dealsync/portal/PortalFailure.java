package io.dealsync.portal;

import io.dealsync.text.ForeignText;

/** A failure that concerns the whole portal and ends the run; nothing is lost by it. */
public final class PortalFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A sentence with the words of a peer in it, who may say anything at any length. */
  private static final int LONGEST = 1500;

  /** What kind of failure, and so what the user can do about it. */
  public enum Kind {
    /** No usable answer after all retries; running again later is enough. */
    UNREACHABLE,
    /**
     * The address, the secret, the scope or the rights are wrong; the configuration must change.
     */
    CONFIGURATION,
    /** The portal refuses service: plan expired, blocked, deleted. Someone must act there. */
    REFUSED,
    /** The caller was asked to stop while it waited for an answer. */
    STOPPED
  }

  private final Kind kind;

  /**
   * @param message a sentence that names the subject and the next move, without secrets; kept as a
   *     single line of bounded length
   */
  public PortalFailure(Kind kind, String message) {
    super(ForeignText.line(message, LONGEST));
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
