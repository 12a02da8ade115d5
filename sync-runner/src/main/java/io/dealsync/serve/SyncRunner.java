package io.dealsync.serve;

import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.RunLease;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.StopSignal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes scheduled runs and says in one log line how each ended; a failure never ends the daemon.
 */
final class SyncRunner {

  private static final Logger LOG = LoggerFactory.getLogger(SyncRunner.class);

  /** A nightly run must not be lost to a short one; longer ones do its work themselves. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final long RETRY_MILLIS = 200;

  private final PortalSyncs syncs;
  private final Metrics metrics;
  private final StopSignal stop;
  private final WaitingEdits waiting = new WaitingEdits();

  SyncRunner(PortalSyncs syncs, Metrics metrics, StopSignal stop) {
    this.syncs = syncs;
    this.metrics = metrics;
    this.stop = stop;
  }

  /** The scheduled run of a portal; it has its turn after a run that happens to be under way. */
  void run(String portal) {
    attempt(portal, () -> syncs.everything(portal, lease -> carryWaiting(portal, lease)));
    if (waiting.end(portal)) {
      attempt(portal, () -> syncs.edited(portal));
    }
  }

  private void attempt(String portal, Supplier<RunReport> sync) {
    try {
      whenFree(sync).ifPresent(report -> report(portal, report));
    } catch (LeaseHeldException e) {
      metrics.skipped(portal);
      LOG.warn("portal {} not run: {}", portal, e.getMessage());
    } catch (RuntimeException e) {
      broken(portal, e);
    }
  }

  /** Edits that cannot be carried do not end the run that gave way. */
  private boolean carryWaiting(String portal, RunLease lease) {
    if (!waiting.take(portal) || stop.requested()) {
      return false;
    }
    try {
      if (!syncs.hasEdits(portal)) {
        return false;
      }
      report(portal, syncs.edited(portal, lease));
    } catch (RuntimeException e) {
      broken(portal, e);
    }
    return true;
  }

  /**
   * Carries the edits of a portal, or leaves them to the long run of it that is under way here.
   *
   * @return whether that is done; otherwise a run of another process holds the portal
   */
  boolean runEdited(String portal) {
    try {
      if (!stop.requested() && syncs.hasEdits(portal)) {
        report(portal, syncs.edited(portal));
      }
      return true;
    } catch (LeaseHeldException e) {
      LOG.debug("portal {} has edits that wait: {}", portal, e.getMessage());
      return waiting.leave(portal);
    } catch (RuntimeException e) {
      broken(portal, e);
      return true;
    }
  }

  /** Empty when the daemon is to stop. */
  private Optional<RunReport> whenFree(Supplier<RunReport> sync) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!stop.requested()) {
      try {
        return Optional.of(sync.get());
      } catch (LeaseHeldException held) {
        if (System.nanoTime() - deadline > 0) {
          throw held;
        }
        pause();
      }
    }
    return Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for another run.", e);
    }
  }

  private void report(String portal, RunReport report) {
    metrics.ran(portal, report);
    String line = line(portal, report);
    if (report.outcome() == RunOutcome.IN_SYNC) {
      LOG.info("{}", line);
    } else {
      LOG.warn("{}", line);
    }
  }

  private void broken(String portal, RuntimeException e) {
    metrics.broken(portal);
    LOG.error("portal {} run failed: {}", portal, e.getMessage());
    LOG.debug("details", e);
  }

  private static String some(long changes, String what) {
    return changes == 0 ? "" : "; %d %s".formatted(changes, what);
  }

  private static String line(String portal, RunReport report) {
    return String.format(
        Locale.ROOT,
        "run %d portal %s %s: %d deals, %d to change, %d verified, %d held, %d failed,"
            + " %d requests, %.1f s%s%s",
        report.run(),
        portal,
        report.outcome().word(),
        report.plan().map(plan -> plan.managed().all()).orElse(0L),
        report.plan().map(plan -> plan.changes()).orElse(0L),
        report.applied().verified(),
        report.held(),
        report.failed(),
        report.traffic().requests(),
        report.duration().toMillis() / 1000.0,
        some(report.applied().unsent(), "not sent")
            + some(report.settledEarlier(), "of an earlier run settled"),
        report.failure().map(failure -> "; " + failure.getMessage()).orElse("")
            + (report.note().isBlank() ? "" : "; " + report.note()));
  }
}
