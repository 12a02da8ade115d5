package io.dealsync.desired;

/**
 * Tells whether people are through with what they edit in a portal's mirror. Port; known to the
 * daemon, which hears of edits.
 */
@FunctionalInterface
public interface Quiet {

  /** Nobody is waited for. */
  Quiet ALWAYS = () -> true;

  /**
   * Whether links that people took out may be unlinked now. Asked after the deals were read: then
   * all that is seen of them was committed a quiet time ago.
   */
  boolean isReached();
}
