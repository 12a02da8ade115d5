package io.dealsync.serve;

import io.dealsync.journal.LeaseHeldException;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes scheduled runs and says in one log line how each ended; a failure never ends the daemon.
 */
final class SyncRunner {

  private static final Logger LOG = LoggerFactory.getLogger(SyncRunner.class);

  private final ScheduledSync sync;
  private final Metrics metrics;

  SyncRunner(ScheduledSync sync, Metrics metrics) {
    this.sync = sync;
    this.metrics = metrics;
  }

  void run(String portal) {
    try {
      RunReport report = sync.run(portal);
      metrics.ran(portal, report);
      String line = line(portal, report);
      if (report.outcome() == RunOutcome.IN_SYNC) {
        LOG.info("{}", line);
      } else {
        LOG.warn("{}", line);
      }
    } catch (LeaseHeldException e) {
      metrics.skipped(portal);
      LOG.warn("portal {} not run: {}", portal, e.getMessage());
    } catch (RuntimeException e) {
      metrics.broken(portal);
      LOG.error("portal {} run failed: {}", portal, e.getMessage());
      LOG.debug("details", e);
    }
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
        report.failure().map(failure -> "; " + failure.getMessage()).orElse(""));
  }
}
