package io.dealsync.bitrix.pace;

import java.time.Duration;

/** The leave to send one request; exactly one of its endings is to be called. */
public final class Permit {

  private final Pacer pacer;
  private final long sentAt;
  private final Duration waited;

  public Permit(Pacer pacer, long sentAt, Duration waited) {
    this.pacer = pacer;
    this.sentAt = sentAt;
    this.waited = waited;
  }

  /** How long the bucket made the request wait. */
  public Duration waited() {
    return waited;
  }

  /** When the leave was given, as a reading of {@link Time#nanos()}. */
  public long sentAt() {
    return sentAt;
  }

  /** The request was answered, or at least may have reached the portal. */
  public void answered() {
    pacer.answered();
  }

  /** The request certainly did not reach the portal. */
  public void neverArrived() {
    pacer.neverArrived();
  }

  /**
   * The portal refused the request because it came too fast.
   *
   * @param atLeast how long the portal asked to wait; zero if it did not
   */
  public void rejected(Duration atLeast) {
    pacer.rejected(sentAt, atLeast);
  }
}
