package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.serve.alarm.Alarm;
import io.dealsync.serve.alarm.RunScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the timetable of one portal is kept: what has rung and was not run, because the
 * portal was away or the daemon was stopped meanwhile, is made up for. For one thread.
 */
final class ScheduleKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleKeeper.class);

  /** The clocks of the database and of this machine may differ by this much. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private static final Backoff AGAIN = Backoff.of(Duration.ofMinutes(1), Duration.ofMinutes(30));

  private final String portal;
  private final PortalSyncs syncs;
  private final SyncRunner runner;
  private final RunScheduler clock;
  private final Time time;
  private Backoff again = AGAIN;
  private volatile Alarm alarm = Alarm.NEVER;
  private volatile boolean missed;

  ScheduleKeeper(
      String portal, PortalSyncs syncs, SyncRunner runner, RunScheduler clock, Time time) {
    this.portal = portal;
    this.syncs = syncs;
    this.runner = runner;
    this.clock = clock;
    this.time = time;
  }

  /** How the alarm was set at the last look. */
  Alarm alarm() {
    return alarm;
  }

  /** Whether a time of the timetable has passed without a run. */
  boolean isMissed() {
    return missed;
  }

  /** Looks how the alarm is set. */
  Alarm look() {
    alarm = clock.look();
    return alarm;
  }

  /** Looks, and has made up for what was missed. */
  void turn() {
    missed = look().last().filter(this::isOwed).isPresent();
    if (!missed) {
      again = again.afresh();
    } else if (again.allows(time.now())) {
      again = again.failed(time.now());
      LOG.info("portal {}: the scheduled run is made up for", portal);
      clock.ring();
    }
  }

  /** Whether the run of a time that has come is neither made nor being made. */
  private boolean isOwed(Instant rang) {
    SyncRunner.FullRuns made = runner.fullRuns();
    return !made.underWay()
        && !isSince(rang, made.last())
        && time.now().isAfter(rang.plus(TOLERANCE))
        && !isSince(rang, syncs.lastFull(portal));
  }

  private static boolean isSince(Instant rang, Optional<Instant> run) {
    return run.filter(began -> !began.isBefore(rang.minus(TOLERANCE))).isPresent();
  }

  /** What rings beside the timetable is about a run that was missed, unless it was made since. */
  boolean isStillOwed() {
    return clock.look().last().filter(this::isOwedNow).isPresent();
  }

  private boolean isOwedNow(Instant rang) {
    return !isSince(rang, runner.fullRuns().last()) && !isSince(rang, syncs.lastFull(portal));
  }
}
