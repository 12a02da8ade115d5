package io.dealsync.serve;

import io.dealsync.reconcile.RunReport;

/** What the daemon can have done to a portal, each to its end. */
public interface PortalSyncs {

  /**
   * Syncs every deal.
   *
   * @throws io.dealsync.journal.LeaseHeldException when another run holds the portal
   */
  RunReport everything(String portal);

  /**
   * Syncs the deals that were edited since both sides last agreed.
   *
   * @throws io.dealsync.journal.LeaseHeldException when another run holds the portal
   */
  RunReport edited(String portal);

  /** Whether there are any to sync; cheap, because it is asked after every edit. */
  boolean hasEdits(String portal);
}
