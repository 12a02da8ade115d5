package io.dealsync.serve;

import io.dealsync.reconcile.RunReport;

/** Makes one scheduled run of a portal. */
@FunctionalInterface
public interface ScheduledSync {

  /**
   * Runs to the end.
   *
   * @throws io.dealsync.journal.LeaseHeldException when another run holds the portal
   */
  RunReport run(String portal);
}
