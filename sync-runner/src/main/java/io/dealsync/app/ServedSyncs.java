package io.dealsync.app;

import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.desired.OpenEdits;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunRecord;
import io.dealsync.portal.Portal;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Progress;
import io.dealsync.run.StopSignal;
import io.dealsync.run.YieldPoint;
import io.dealsync.serve.PortalSyncs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the daemon does to portals, each with its lease. */
final class ServedSyncs implements PortalSyncs {

  /** Whether it exists does not matter. */
  private static final List<Long> ANY_DEAL = List.of(1L);

  private static final Logger LOG = LoggerFactory.getLogger(ServedSyncs.class);

  private final Dealsync dealsync;
  private final Settings settings;
  private final StopSignal stop;

  /**
   * @param stop asks runs under way to end their step
   */
  ServedSyncs(Dealsync dealsync, Settings settings, StopSignal stop) {
    this.dealsync = dealsync;
    this.settings = settings;
    this.stop = stop;
  }

  @Override
  public RunReport everything(String name, Quiet quiet, YieldPoint yieldPoint) {
    PortalSettings portal = settings.portal(name);
    Reconciler bulk =
        reconciler(dealsync.portal(portal), portal).givingWayTo(yieldPoint).waitingFor(quiet);
    try (RunLease lease = dealsync.leases().acquire(name, "sync")) {
      String unrecorded = dealsync.unrecordedEdits(name).mark().words();
      if (!unrecorded.isBlank()) {
        LOG.warn("portal {}: {}", name, unrecorded);
      }
      return bulk.sync(lease, header(name), new Selection.All());
    }
  }

  @Override
  public RunReport edited(String name, Quiet quiet) {
    try (RunLease lease = dealsync.leases().acquire(name, "sync")) {
      return edited(name, quiet, lease);
    }
  }

  // Before bulk work in the same rate limit.
  @Override
  public RunReport edited(String name, Quiet quiet, RunLease lease) {
    PortalSettings portal = settings.portal(name);
    return reconciler(dealsync.portal(portal).interactive(), portal)
        .waitingFor(quiet)
        .sync(lease, header(name), new Selection.Edited());
  }

  private Reconciler reconciler(Portal client, PortalSettings portal) {
    return dealsync.reconciler(client, portal, portal.run(), Progress.NONE, stop);
  }

  private RunHeader header(String portal) {
    return new RunHeader(portal, "sync", dealsync.whoAmI(), OptionalLong.empty(), Map.of());
  }

  @Override
  public OpenEdits open(String name, Quiet quiet) {
    return OpenEdits.of(dealsync.mirror(name), quiet);
  }

  @Override
  public void probe(String name) {
    dealsync.portal(settings.portal(name)).until(stop::requested).read(ANY_DEAL);
  }

  @Override
  public Optional<Instant> lastFull(String name) {
    return dealsync.archive().lastFull(name).map(RunRecord::startedAt);
  }
}
