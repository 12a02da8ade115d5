package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.desired.Quiet;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.run.StopSignal;
import io.dealsync.serve.alarm.Alarm;
import io.dealsync.serve.alarm.RunScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scheduled run is made, or made up for. */
class ScheduleKeeperTest {

  private final SteppedTime time = new SteppedTime();
  private final ScriptedSyncs portal = new ScriptedSyncs();
  private final HandClock clock = new HandClock();
  private boolean stopped;
  private final StopSignal stop = () -> stopped;
  private SyncRunner runner = runner();
  private ScheduleKeeper keeper = keeper();

  private SyncRunner runner() {
    return new SyncRunner("main", portal, Quiet.ALWAYS, portal, stop, time);
  }

  private ScheduleKeeper keeper() {
    return new ScheduleKeeper("main", portal, runner, clock, time);
  }

  /** Rings when a test says so. */
  private final class HandClock implements RunScheduler {

    private Optional<Instant> last = Optional.empty();
    private int asked;

    @Override
    public void set() {}

    @Override
    public void start() {}

    @Override
    public Alarm look() {
      return new Alarm(last, Optional.of(time.now().plus(Duration.ofDays(1))));
    }

    @Override
    public void ring() {
      asked++;
      if (keeper.isStillOwed()) {
        runner.run();
      }
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void aWhilePasses() {
    time.pass(Duration.ofHours(1));
  }

  private void rings() {
    clock.last = Optional.of(time.now());
    runner.run();
  }

  private void pass(Duration span) {
    for (Duration left = span; left.isPositive(); left = left.minus(EditCarrier.LOOK)) {
      time.pass(EditCarrier.LOOK);
      keeper.turn();
    }
  }

  @Test
  void a_run_that_was_made_is_not_made_again() {
    rings();

    pass(Duration.ofHours(3));

    assertThat(portal.fullRuns).isEqualTo(1);
    assertThat(keeper.isMissed()).isFalse();
  }

  @Test
  void a_run_that_found_the_portal_away_is_made_up_for_when_it_is_back() {
    portal.away = true;
    rings();
    pass(Duration.ofHours(1));
    assertThat(keeper.isMissed()).isTrue();
    assertThat(portal.fullRuns).isBetween(4, 10);

    portal.away = false;
    pass(Duration.ofHours(1));

    assertThat(keeper.isMissed()).isFalse();
    int runs = portal.fullRuns;
    pass(Duration.ofHours(12));
    assertThat(portal.fullRuns).isEqualTo(runs);
  }

  @Test
  void a_run_that_finds_the_portal_busy_waits_for_hours_if_it_must() {
    portal.busy = true;
    SteppedTime watched = time;
    Instant free = time.now().plus(Duration.ofHours(5));
    stopped = false;
    runner =
        new SyncRunner(
            "main",
            portal,
            Quiet.ALWAYS,
            portal,
            () -> {
              portal.busy = watched.now().isBefore(free);
              return false;
            },
            time);

    rings();

    assertThat(portal.fullRuns).isEqualTo(1);
    assertThat(time.now()).isBetween(free, free.plusSeconds(6));
  }

  @Test
  void a_run_that_was_still_waiting_when_the_daemon_stopped_is_made_up_for_by_the_next_one() {
    portal.busy = true;
    stopped = true;
    rings();
    stopped = false;
    portal.busy = false;
    runner = runner();
    keeper = keeper();

    pass(Duration.ofMinutes(2));

    assertThat(portal.fullRuns).isEqualTo(1);
  }

  @Test
  void an_interrupted_run_is_made_up_for() {
    portal.outcome = RunOutcome.INTERRUPTED;
    rings();
    portal.outcome = RunOutcome.IN_SYNC;

    pass(Duration.ofMinutes(2));

    assertThat(portal.fullRuns).isEqualTo(2);
  }

  @Test
  void a_run_that_another_process_has_made_meanwhile_is_not_made_again() {
    clock.last = Optional.of(time.now());
    portal.lastFull = Optional.of(time.now().plusSeconds(20));

    pass(Duration.ofHours(1));

    assertThat(clock.asked).isZero();
    assertThat(portal.fullRuns).isZero();
  }

  @Test
  void a_refused_run_is_an_answer() {
    portal.outcome = RunOutcome.REFUSED;
    rings();

    pass(Duration.ofHours(1));

    assertThat(portal.fullRuns).isEqualTo(1);
  }
}
