package io.dealsync.serve;

import io.dealsync.apply.Applied;
import io.dealsync.desired.OpenEdits;
import io.dealsync.desired.Quiet;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.RunLease;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.Traffic;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.YieldPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A portal whose edits and answers are set by hand. */
final class ScriptedSyncs implements PortalSyncs, RunListener {

  OpenEdits open = OpenEdits.NONE;
  RunOutcome outcome = RunOutcome.IN_SYNC;
  boolean busy;
  boolean away;
  Optional<Instant> lastFull = Optional.empty();
  Runnable meanwhile = () -> {};
  int fullRuns;
  int editRuns;
  int probes;
  int looks;

  @Override
  public RunReport everything(String portal, Quiet quiet, YieldPoint yieldPoint) {
    requireFree();
    fullRuns++;
    meanwhile.run();
    return report();
  }

  @Override
  public RunReport edited(String portal, Quiet quiet) {
    requireFree();
    editRuns++;
    meanwhile.run();
    RunReport report = report();
    if (report.outcome() == RunOutcome.IN_SYNC) {
      open = OpenEdits.NONE;
    }
    return report;
  }

  @Override
  public RunReport edited(String portal, Quiet quiet, RunLease lease) {
    return edited(portal, quiet);
  }

  private void requireFree() {
    if (busy) {
      throw new LeaseHeldException("sync, run 12, holds portal main.");
    }
  }

  private RunReport report() {
    return new RunReport(
        1,
        away ? RunOutcome.FAILED : outcome,
        Optional.empty(),
        Applied.NOTHING,
        List.of(),
        0,
        new Traffic(1, 1, 0, 0),
        1,
        Duration.ZERO,
        false,
        Optional.empty(),
        "");
  }

  @Override
  public OpenEdits open(String portal, Quiet quiet) {
    looks++;
    return open == OpenEdits.WAITING && quiet.isReached() ? OpenEdits.CARRIABLE : open;
  }

  @Override
  public void probe(String portal) {
    probes++;
    if (away) {
      throw new PortalFailure(PortalFailure.Kind.UNREACHABLE, "away");
    }
  }

  @Override
  public Optional<Instant> lastFull(String portal) {
    return lastFull;
  }

  @Override
  public void ran() {}
}
