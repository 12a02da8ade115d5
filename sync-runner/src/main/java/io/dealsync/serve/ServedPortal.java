package io.dealsync.serve;

import io.dealsync.bitrix.pace.Time;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Timetable;
import io.dealsync.journal.Archive;
import io.dealsync.run.StopSignal;
import io.dealsync.serve.alarm.Alarm;
import io.dealsync.serve.alarm.RunScheduler;
import io.dealsync.wording.HumanFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One portal that is served: its runs, its edits, its timetable, each in threads of its own. */
final class ServedPortal implements AutoCloseable, RunListener {

  private static final Logger LOG = LoggerFactory.getLogger(ServedPortal.class);

  private final PortalSettings settings;
  private final Timetable timetable;
  private final Time time;
  private final PortalMemory memory;
  private final SyncRunner runner;
  private final EditCarrier edits;
  private final RunScheduler clock;
  private final ScheduleKeeper schedule;
  private final PortalWatch watch;

  /**
   * @param signs what is seen of edits
   * @param clocks makes the alarm clock, from who is to be woken
   */
  ServedPortal(
      PortalSettings settings,
      PortalSyncs syncs,
      Archive archive,
      EditSigns signs,
      Function<Consumer<RunScheduler.Ring>, RunScheduler> clocks,
      Outage outage,
      StopSignal stop,
      Time time) {
    String name = settings.name();
    this.settings = settings;
    this.timetable = settings.timetable();
    this.time = time;
    this.memory = new PortalMemory(name, archive);
    EditQuiet quiet = new EditQuiet(settings.quietTime(), signs, time);
    this.runner = new SyncRunner(name, syncs, quiet, this, stop, time);
    this.edits =
        new EditCarrier(name, syncs, runner, quiet, new UnrecordedWatch(name, signs, time), time);
    this.clock = clocks.apply(this::rang);
    this.schedule = new ScheduleKeeper(name, syncs, runner, clock, time);
    this.watch = new PortalWatch(name, edits, schedule, memory, settings.onEdit(), outage, time);
  }

  String name() {
    return settings.name();
  }

  PortalSettings settings() {
    return settings;
  }

  PortalMemory memory() {
    return memory;
  }

  Alarm alarm() {
    return schedule.alarm();
  }

  void start() {
    clock.set();
    announce(schedule.look());
    clock.start();
    watch.start();
  }

  private void announce(Alarm alarm) {
    LOG.info(
        "portal {} syncs at '{}' {}, next {}",
        name(),
        timetable.cron(),
        timetable.zone().getId(),
        alarm.next().map(at -> HumanFormat.time(at, timetable.zone())).orElse("never"));
    timetable
        .nextGap(time.now())
        .ifPresent(
            gap ->
                LOG.info(
                    "portal {}: {} does not exist in {}; it syncs at {} then",
                    name(),
                    HumanFormat.time(gap.skipped()),
                    timetable.zone().getId(),
                    HumanFormat.time(gap.instead(), timetable.zone())));
  }

  private void rang(RunScheduler.Ring ring) {
    if (ring == RunScheduler.Ring.BY_TIMETABLE || schedule.isStillOwed()) {
      runner.run();
    }
  }

  /** There is news of edits. */
  void tell() {
    watch.tell();
  }

  @Override
  public void ran() {
    try {
      memory.refreshIfCheap();
    } catch (RuntimeException e) {
      LOG.debug("what is shown stays as it was", e);
    }
  }

  /** What is measured of it; nothing before the first look. */
  Optional<Metrics.Measured> measured() {
    return memory
        .seen()
        .map(
            seen ->
                new Metrics.Measured(
                    name(),
                    seen.status(),
                    seen.figures(),
                    alarm(),
                    schedule.isMissed(),
                    !late().isEmpty()));
  }

  /** What is later than it should be, a sentence each. */
  List<String> late() {
    return new Punctuality(
            timetable,
            alarm(),
            schedule.isMissed(),
            runner.fullRuns().underWay() || isHeld(),
            edits.waitingSince(),
            watch.lastLook())
        .late(time.now());
  }

  /** Another daemon may be at work. */
  private boolean isHeld() {
    return memory.seen().filter(seen -> seen.status().holder().isPresent()).isPresent();
  }

  /** Ends its threads after what they are doing; whoever closes it waits for that. */
  void end() {
    watch.end();
  }

  /** Lets runs under way end their step. */
  @Override
  public void close() {
    watch.close();
    clock.close();
  }
}
