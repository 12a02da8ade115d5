package io.dealsync.serve;

import io.dealsync.desired.OpenEdits;
import io.dealsync.desired.Quiet;
import io.dealsync.journal.RunLease;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.YieldPoint;
import java.time.Instant;
import java.util.Optional;

/** What the daemon can have done to a portal, each to its end. */
public interface PortalSyncs {

  /**
   * Syncs every deal.
   *
   * @param quiet whether people are through with their edits
   * @param yieldPoint what it gives way to between two of its steps
   * @throws io.dealsync.journal.LeaseHeldException when another run holds the portal
   */
  RunReport everything(String portal, Quiet quiet, YieldPoint yieldPoint);

  /**
   * Syncs the deals that were edited since both sides last agreed.
   *
   * @throws io.dealsync.journal.LeaseHeldException when another run holds the portal
   */
  RunReport edited(String portal, Quiet quiet);

  /** As above, under the lease of a longer run that gives way. */
  RunReport edited(String portal, Quiet quiet, RunLease lease);

  /** What there is to sync; cheap, because it is asked again and again. */
  OpenEdits open(String portal, Quiet quiet);

  /**
   * Asks the portal for as little as possible.
   *
   * @throws io.dealsync.portal.PortalFailure when it cannot be used
   */
  void probe(String portal);

  /** When the latest run over every deal began that came to its end. */
  Optional<Instant> lastFull(String portal);
}
