package io.dealsync.serve;

import io.dealsync.journal.LeaseHeldException;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes scheduled runs and says in one log line how each ended; a failure never ends the daemon.
 */
final class SyncRunner {

  private static final Logger LOG = LoggerFactory.getLogger(SyncRunner.class);

  private final ScheduledSync everything;
  private final ScheduledSync edited;
  private final ToLongFunction<String> edits;
  private final Metrics metrics;

  /**
   * @param everything syncs every deal of a portal
   * @param edited syncs the edited ones
   * @param edits how many those are
   */
  SyncRunner(
      ScheduledSync everything,
      ScheduledSync edited,
      ToLongFunction<String> edits,
      Metrics metrics) {
    this.everything = everything;
    this.edited = edited;
    this.edits = edits;
    this.metrics = metrics;
  }

  /** The scheduled run of a portal. */
  void run(String portal) {
    try {
      report(portal, everything.run(portal));
    } catch (LeaseHeldException e) {
      metrics.skipped(portal);
      LOG.warn("portal {} not run: {}", portal, e.getMessage());
    } catch (RuntimeException e) {
      broken(portal, e);
    }
  }

  /**
   * Carries the edits of a portal.
   *
   * @return whether that is done; otherwise another run holds the portal
   */
  boolean runEdited(String portal) {
    try {
      if (edits.applyAsLong(portal) > 0) {
        report(portal, edited.run(portal));
      }
      return true;
    } catch (LeaseHeldException e) {
      LOG.debug("portal {} has edits that wait: {}", portal, e.getMessage());
      return false;
    } catch (RuntimeException e) {
      broken(portal, e);
      return true;
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

  private static String line(String portal, RunReport report) {
    return String.format(
        Locale.ROOT,
        "run %d portal %s %s: %d deals, %d to change, %d verified, %d held, %d failed,"
            + " %d requests, %.1f s%s",
        report.run(),
        portal,
        report.outcome().word(),
        report.plan().map(plan -> plan.managed()).orElse(0L),
        report.plan().map(plan -> plan.changes()).orElse(0L),
        report.applied().verified(),
        report.held(),
        report.failed(),
        report.traffic().requests(),
        report.duration().toMillis() / 1000.0,
        report.failure().map(failure -> "; " + failure.getMessage()).orElse("")
            + (report.note().isBlank() ? "" : "; " + report.note()));
  }
}
