package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.desired.Quiet;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.RunLease;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.StopSignal;
import io.dealsync.run.YieldPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of one portal and says in one log line how each ended; a failure never ends the
 * daemon.
 */
final class SyncRunner {

  private static final Logger LOG = LoggerFactory.getLogger(SyncRunner.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A signal to stop is heeded within this time. */
  private static final Duration STEP = Duration.ofMillis(200);

  private final String portal;
  private final PortalSyncs syncs;
  private final Quiet quiet;
  private final RunListener listener;
  private final StopSignal stop;
  private final Time time;
  private final WaitingEdits waiting = new WaitingEdits();
  private volatile FullRuns full = FullRuns.NONE;

  /**
   * The runs over every deal that this process has made.
   *
   * @param underWay whether one is going on, or waits for its turn
   * @param last when the last began that came to its end
   */
  record FullRuns(boolean underWay, Optional<Instant> last) {
    static final FullRuns NONE = new FullRuns(false, Optional.empty());
  }

  SyncRunner(
      String portal,
      PortalSyncs syncs,
      Quiet quiet,
      RunListener listener,
      StopSignal stop,
      Time time) {
    this.portal = portal;
    this.syncs = syncs;
    this.quiet = quiet;
    this.listener = listener;
    this.stop = stop;
    this.time = time;
  }

  /** What the scheduled run gives way to. */
  private final YieldPoint givingWay =
      new YieldPoint() {
        @Override
        public boolean play(RunLease lease) {
          return carryWaiting(lease);
        }

        @Override
        public boolean isWanted() {
          return waiting.isAny();
        }
      };

  /** The scheduled run; it has its turn after a run that happens to be under way. */
  void run() {
    Optional<Instant> before = full.last();
    full = new FullRuns(true, before);
    Optional<Instant> began = Optional.empty();
    try {
      awaitQuiet();
      began = whenFree();
    } catch (RuntimeException e) {
      broken(e);
    } finally {
      full = new FullRuns(false, began.or(() -> before));
    }
    if (waiting.end()) {
      carry();
    }
  }

  /** A reload that has begun is seen whole; it is waited for within the quiet time's limit. */
  private void awaitQuiet() {
    while (!stop.requested() && !quiet.isReached()) {
      sleepUntil(time.now().plus(STEP));
    }
  }

  FullRuns fullRuns() {
    return full;
  }

  /**
   * Waits as long as it takes: a nightly run must not be lost to another.
   *
   * @return when it began; empty when it did not come to its end
   */
  private Optional<Instant> whenFree() {
    Backoff pause = Backoff.of(FIRST_PAUSE, LONGEST_PAUSE);
    while (!stop.requested()) {
      Instant began = time.now();
      try {
        RunReport report = syncs.everything(portal, quiet, givingWay);
        report(report);
        return Optional.of(began).filter(ignored -> cameToItsEnd(report.outcome()));
      } catch (LeaseHeldException held) {
        if (pause.failures() == 0) {
          LOG.info("portal {}: the scheduled run waits. {}", portal, held.holder());
        }
        pause = pause.failed(began);
        sleepUntil(pause.next());
      }
    }
    return Optional.empty();
  }

  private static boolean cameToItsEnd(RunOutcome outcome) {
    return switch (outcome) {
      case IN_SYNC, PENDING, REFUSED, INCOMPLETE, STOPPED -> true;
      case INTERRUPTED, FAILED -> false;
    };
  }

  private void sleepUntil(Instant moment) {
    try {
      while (!stop.requested() && time.now().isBefore(moment)) {
        time.sleep(STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for another run.", e);
    }
  }

  /** Edits that cannot be carried do not end the run that gave way. */
  private boolean carryWaiting(RunLease lease) {
    if (!waiting.take() || stop.requested()) {
      return false;
    }
    try {
      if (isNothingToCarry()) {
        return false;
      }
      report(syncs.edited(portal, quiet, lease));
    } catch (RuntimeException e) {
      broken(e);
    }
    return true;
  }

  private boolean isNothingToCarry() {
    return switch (syncs.open(portal, quiet)) {
      case NONE, WAITING -> true;
      case CARRIABLE -> false;
    };
  }

  /** Carries edits, or leaves them to the long run that is under way here. */
  CarryResult carry() {
    if (stop.requested()) {
      return CarryResult.AWAY;
    }
    try {
      RunReport report = syncs.edited(portal, quiet);
      report(report);
      return cameToItsEnd(report.outcome()) ? CarryResult.TRIED : CarryResult.AWAY;
    } catch (LeaseHeldException e) {
      LOG.debug("portal {} has edits that wait: {}", portal, e.getMessage());
      return waiting.leave() ? CarryResult.LEFT : CarryResult.BUSY;
    } catch (RuntimeException e) {
      broken(e);
      return CarryResult.AWAY;
    }
  }

  private void report(RunReport report) {
    listener.ran();
    String line = RunLine.of(portal, report);
    if (report.outcome() == RunOutcome.IN_SYNC) {
      LOG.info("{}", line);
    } else {
      LOG.warn("{}", line);
    }
  }

  private void broken(RuntimeException e) {
    LOG.error("portal {} run failed: {}", portal, e.getMessage());
    LOG.debug("details", e);
  }
}
