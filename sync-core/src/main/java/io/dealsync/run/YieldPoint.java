package io.dealsync.run;

import io.dealsync.journal.RunLease;

/**
 * Shorter work that a long run gives way to, again and again between two of its steps: edits that
 * someone is waiting for need not wait for a nightly run.
 */
@FunctionalInterface
public interface YieldPoint {

  /**
   * Does what waits, as a run of its own under the lease of the long one.
   *
   * @return whether anything was done; deals may then be others than the long run remembers
   */
  boolean play(RunLease lease);

  /** Whether something waits by now, as far as can be told without asking anybody. */
  default boolean isWanted() {
    return true;
  }
}
