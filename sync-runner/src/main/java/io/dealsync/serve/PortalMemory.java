package io.dealsync.serve;

import io.dealsync.journal.Archive;
import io.dealsync.journal.HoldRecord;
import io.dealsync.journal.PortalFigures;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunRecord;
import java.util.List;
import java.util.Optional;

/**
 * How a portal stood when it was last looked at: whoever asks over HTTP is answered from here, so
 * that neither a large mirror nor a database that is away keeps him waiting.
 */
final class PortalMemory {

  /**
   * What is shown of a portal.
   *
   * @param figures what all its runs have done
   * @param runs the latest ones, newest first
   * @param holds the first ones
   */
  record Seen(
      PortalStatus status, PortalFigures figures, List<RunRecord> runs, List<HoldRecord> holds) {}

  private static final long CHEAP_NANOS = 100_000_000;

  private final String portal;
  private final Archive archive;
  private volatile Optional<Seen> seen = Optional.empty();
  private volatile long costNanos;

  PortalMemory(String portal, Archive archive) {
    this.portal = portal;
    this.archive = archive;
  }

  Optional<Seen> seen() {
    return seen;
  }

  /** Looks again after a run, unless counting a large mirror takes longer than the run may have. */
  void refreshIfCheap() {
    if (costNanos < CHEAP_NANOS) {
      refresh();
    }
  }

  void refresh() {
    long began = System.nanoTime();
    seen =
        Optional.of(
            new Seen(
                archive.status(portal),
                archive.figures(portal),
                archive.runs(portal, OperationsPage.RUNS),
                archive.holds(portal, 0, OperationsPage.HOLDS)));
    costNanos = System.nanoTime() - began;
  }
}
