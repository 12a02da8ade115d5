package io.dealsync.serve;

import io.dealsync.journal.RunLease;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Interlude;

/** What the daemon can have done to a portal, each to its end. */
public interface PortalSyncs {

  /**
   * Syncs every deal.
   *
   * @param interlude what it gives way to between two of its steps
   * @throws io.dealsync.journal.LeaseHeldException when another run holds the portal
   */
  RunReport everything(String portal, Interlude interlude);

  /**
   * Syncs the deals that were edited since both sides last agreed.
   *
   * @throws io.dealsync.journal.LeaseHeldException when another run holds the portal
   */
  RunReport edited(String portal);

  /** As above, under the lease of a longer run that gives way. */
  RunReport edited(String portal, RunLease lease);

  /** Whether there are any to sync; cheap, because it is asked after every edit. */
  boolean hasEdits(String portal);
}
