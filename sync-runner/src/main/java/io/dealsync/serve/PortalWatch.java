package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after one portal: its edits and its timetable. No portal waits for another
 * one's.
 */
final class PortalWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PortalWatch.class);

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final EditCarrier edits;
  private final ScheduleKeeper schedule;
  private final PortalMemory memory;
  private final boolean onEdit;
  private final Outage outage;
  private final Time time;
  private final WakeSignal wake = new WakeSignal();
  private final Thread thread;
  private Instant nextSchedule = Instant.MIN;
  private volatile Instant lastLook = Instant.MIN;

  /**
   * @param onEdit whether edits are carried besides the timetable
   * @param outage of the database, which all portals share
   */
  PortalWatch(
      String portal,
      EditCarrier edits,
      ScheduleKeeper schedule,
      PortalMemory memory,
      boolean onEdit,
      Outage outage,
      Time time) {
    this.edits = edits;
    this.schedule = schedule;
    this.memory = memory;
    this.onEdit = onEdit;
    this.outage = outage;
    this.time = time;
    this.thread = Thread.ofPlatform().name("portal-" + portal).unstarted(this::watch);
  }

  void start() {
    lastLook = time.now();
    thread.start();
  }

  /** There is news of edits. */
  void tell() {
    wake.up();
  }

  /** When it last looked, or began to. */
  Instant lastLook() {
    return lastLook;
  }

  private void watch() {
    try {
      while (!wake.isClosed()) {
        Instant next = turn();
        wake.await(Duration.between(time.now(), next));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A failure never ends the watch. */
  private Instant turn() {
    lastLook = time.now();
    try {
      Instant next = look();
      outage.isOver();
      return next;
    } catch (RuntimeException e) {
      outage.failed(e);
      return time.now().plus(PAUSE);
    } catch (Error e) {
      LOG.error("a portal is no longer watched: {}", e.toString());
      throw e;
    }
  }

  private Instant look() {
    if (!time.now().isBefore(nextSchedule)) {
      memory.refresh();
      schedule.turn();
      nextSchedule = time.now().plus(EditCarrier.LOOK);
    }
    Instant edited = onEdit ? edits.turn() : nextSchedule;
    return edited.isBefore(nextSchedule) ? edited : nextSchedule;
  }

  /** Ends the watch after its turn. */
  void end() {
    wake.close();
  }

  /** Lets a run under way end its step. */
  @Override
  public void close() {
    end();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
