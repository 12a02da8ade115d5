package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.portal.PortalFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the edits of one portal: looks for them at least every half minute, told or not, and
 * tries again what could not be carried. For one thread.
 */
final class EditCarrier {

  private static final Logger LOG = LoggerFactory.getLogger(EditCarrier.class);

  /** At least this often someone looks. */
  static final Duration LOOK = Duration.ofSeconds(30);

  private static final Duration BUSY = Duration.ofMillis(500);

  /** What a run has tried and left open would be left open by the next one, too. */
  private static final Backoff TRIED = Backoff.of(LOOK, Duration.ofMinutes(15));

  /** A portal that is away is asked whether it is back before a run begins. */
  private static final Backoff AWAY = Backoff.of(Duration.ofSeconds(2), LOOK);

  private final String portal;
  private final PortalSyncs syncs;
  private final SyncRunner runner;
  private final EditQuiet quiet;
  private final UnrecordedWatch unrecorded;
  private final Time time;
  private Backoff tried = TRIED;
  private Backoff away = AWAY;
  private long known = -1;
  private volatile Optional<Instant> waitingSince = Optional.empty();

  EditCarrier(
      String portal,
      PortalSyncs syncs,
      SyncRunner runner,
      EditQuiet quiet,
      UnrecordedWatch unrecorded,
      Time time) {
    this.portal = portal;
    this.syncs = syncs;
    this.runner = runner;
    this.quiet = quiet;
    this.unrecorded = unrecorded;
    this.time = time;
  }

  /** Since when edits wait that could not be carried. */
  Optional<Instant> waitingSince() {
    return waitingSince;
  }

  /**
   * Looks, and carries what can be carried. Anybody can send a notification, so only edits that the
   * database has are news.
   *
   * @return when to look again
   */
  Instant turn() {
    if (unrecorded.findsEdits()) {
      quiet.disturb();
    }
    long edits = quiet.edits();
    if (edits != known) {
      tried = tried.afresh();
      known = edits;
    }
    Instant now = time.now();
    return switch (syncs.open(portal, quiet)) {
      case NONE -> nothing(now);
      case WAITING -> earlier(quiet.over(), now.plus(LOOK));
      case CARRIABLE -> carry(now);
    };
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Instant nothing(Instant now) {
    tried = tried.afresh();
    away = away.afresh();
    waitingSince = Optional.empty();
    return now.plus(LOOK);
  }

  private Instant carry(Instant now) {
    if (!tried.allows(now)) {
      return earlier(tried.next(), now.plus(LOOK));
    }
    waitingSince = waitingSince.or(() -> Optional.of(now));
    if (!away.allows(now)) {
      return away.next();
    }
    if (away.failures() > 0 && !isBack()) {
      away = away.failed(time.now());
      return away.next();
    }
    Instant began = time.now();
    return after(runner.carry(), began);
  }

  private boolean isBack() {
    try {
      syncs.probe(portal);
      return true;
    } catch (PortalFailure e) {
      LOG.debug("portal {} is still away: {}", portal, e.getMessage());
      return false;
    }
  }

  private Instant after(CarryResult carried, Instant began) {
    Instant now = time.now();
    return switch (carried) {
      case TRIED -> tried(began, now);
      case AWAY -> {
        away = away.failed(now);
        yield away.next();
      }
      case LEFT -> now.plus(LOOK);
      case BUSY -> now.plus(BUSY);
    };
  }

  /** Links that were taken out wait for their own time, whatever else is left open. */
  private Instant tried(Instant began, Instant now) {
    away = away.afresh();
    waitingSince = Optional.empty();
    if (quiet.hasRefusedSince(began)) {
      tried = tried.afresh();
      return earlier(quiet.over(), now.plus(LOOK));
    }
    tried = tried.failed(now);
    return now;
  }
}
