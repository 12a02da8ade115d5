package io.dealsync.settle;

import io.dealsync.journal.Journal;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunLease;
import io.dealsync.link.Comparison;
import io.dealsync.portal.Portal;
import io.dealsync.portal.PortalFailure;
import io.dealsync.run.Progress;
import java.util.Optional;

/**
 * The life of a run, whatever it does: it settles what earlier runs left open, does its work,
 * proves that the portal is the one that is documented, and records how it ended. A portal that
 * cannot be used ends the work, not the run: that has a report. Anything else is recorded as a
 * breakdown and thrown.
 */
public final class RunLife {

  /**
   * What makes a run this one.
   *
   * @param <R> its report
   */
  public interface Course<R> {

    /**
     * Does the work.
     *
     * @throws PortalFailure when the portal cannot be used
     */
    void work();

    /** What the work came to; asked once, at its end. */
    R report();

    /** What the journal keeps of a report. */
    RunEnd end(R report);

    /** What the journal keeps of work that broke down. */
    RunEnd breakdown(String why);
  }

  private final RunLease lease;
  private final Journal journal;
  private final Portal portal;

  private long settledEarlier;
  private Optional<PortalFailure> failure = Optional.empty();
  private boolean dropped;

  /**
   * A run that was just opened.
   *
   * @param portal what is under way there is dropped by the signal to stop
   */
  public RunLife(RunLease lease, Journal journal, Portal portal) {
    this.lease = lease;
    this.journal = journal;
    this.portal = portal;
  }

  /** Lives it to its end. */
  public <R> R conduct(Comparison comparison, Progress progress, Course<R> course) {
    try {
      settledEarlier = new Settlement(portal, journal, comparison, progress).settle();
      course.work();
      portal.handshake();
    } catch (PortalFailure e) {
      endedBy(e);
    } catch (RuntimeException e) {
      record(e, course);
      throw e;
    }
    R report = course.report();
    lease.finish(journal.run(), course.end(report));
    return report;
  }

  /** The journal may be what broke; the original error matters more than a second one. */
  private void record(RuntimeException error, Course<?> course) {
    try {
      lease.finish(journal.run(), course.breakdown(String.valueOf(error.getMessage())));
    } catch (RuntimeException second) {
      error.addSuppressed(second);
    }
  }

  /** The work ended by this; a reading that was dropped on request is no failure. */
  public void endedBy(PortalFailure e) {
    dropped = e.kind() == PortalFailure.Kind.STOPPED;
    failure = Optional.of(e).filter(real -> !dropped);
  }

  /** The portal's failure that ended the work. */
  public Optional<PortalFailure> failure() {
    return failure;
  }

  /** Whether what was under way on the portal was dropped on request. */
  public boolean dropped() {
    return dropped;
  }

  /** How many changes of earlier runs were settled. */
  public long settledEarlier() {
    return settledEarlier;
  }
}
