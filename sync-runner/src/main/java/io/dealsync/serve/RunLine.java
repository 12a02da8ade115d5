package io.dealsync.serve;

import io.dealsync.reconcile.RunReport;
import java.util.Locale;

/** A run in one line of the log. */
final class RunLine {

  private RunLine() {}

  static String of(String portal, RunReport report) {
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

  private static String some(long changes, String what) {
    return changes == 0 ? "" : "; %d %s".formatted(changes, what);
  }
}
