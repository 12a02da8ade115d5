package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.db.UnrecordedEdits;
import io.dealsync.desired.OpenEdits;
import io.dealsync.desired.QuietTime;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.run.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever can be carried is found by looking, in time that is stepped by hand. */
class EditCarrierTest {

  private static final QuietTime QUIET =
      new QuietTime(Duration.ofSeconds(5), Duration.ofMinutes(2));

  private final SteppedTime time = new SteppedTime();
  private final ScriptedSyncs portal = new ScriptedSyncs();
  private boolean moved;
  private boolean released;
  private boolean underWay;
  private long written;
  private int unrecordedLooks;
  private Duration lookTakes = Duration.ZERO;
  private List<Long> unrecorded = List.of();
  private final EditSigns signs =
      new EditSigns(
          this::takeMoved, this::takeReleased, () -> underWay, () -> written, this::takeUnrecorded);
  private final EditQuiet quiet = new EditQuiet(QUIET, signs, time);
  private final SyncRunner runner =
      new SyncRunner("main", portal, quiet, portal, StopSignal.NEVER, time);
  private final EditCarrier carrier =
      new EditCarrier(
          "main", portal, runner, quiet, new UnrecordedWatch("main", signs, time), time);

  private boolean takeMoved() {
    boolean was = moved;
    moved = false;
    return was;
  }

  private boolean takeReleased() {
    boolean was = released;
    released = false;
    return was;
  }

  private UnrecordedEdits.Found takeUnrecorded() {
    unrecordedLooks++;
    time.pass(lookTakes);
    UnrecordedEdits.Found found = new UnrecordedEdits.Found(List.of(), unrecorded);
    portal.open = unrecorded.isEmpty() ? portal.open : OpenEdits.CARRIABLE;
    unrecorded = List.of();
    return found;
  }

  /** Turns whenever it is time, until so much time has passed. */
  private void pass(Duration span) {
    Instant end = time.now().plus(span);
    Instant next = carrier.turn();
    while (!next.isAfter(end)) {
      time.pass(Duration.between(time.now(), next));
      next = carrier.turn();
    }
    time.pass(Duration.between(time.now(), end));
  }

  private void edit(OpenEdits what) {
    portal.open = what;
    moved = true;
  }

  @Test
  void links_taken_out_wait_for_the_transaction_that_brings_them_back() {
    pass(Duration.ofMinutes(1));
    edit(OpenEdits.WAITING);
    underWay = true;
    pass(Duration.ofSeconds(9));
    assertThat(portal.editRuns).isZero();

    underWay = false;
    edit(OpenEdits.WAITING);
    pass(Duration.ofSeconds(4));
    assertThat(portal.editRuns).isZero();
    pass(Duration.ofSeconds(2));
    assertThat(portal.editRuns).isEqualTo(1);
  }

  @Test
  void a_transaction_left_open_keeps_them_for_the_limit_only() {
    pass(Duration.ofMinutes(1));
    edit(OpenEdits.WAITING);
    underWay = true;

    pass(QUIET.limit().minusSeconds(1));
    assertThat(portal.editRuns).isZero();
    pass(Duration.ofSeconds(10));
    assertThat(portal.editRuns).isEqualTo(1);
  }

  @Test
  void rows_that_came_past_the_triggers_are_found_and_carried() {
    pass(Duration.ofMinutes(5));
    unrecorded = List.of(7L);
    written++;

    pass(Duration.ofMinutes(1));

    assertThat(portal.editRuns).isEqualTo(1);
  }

  @Test
  void nobody_looks_for_them_where_no_row_was_written_and_for_a_hundredth_of_the_time_at_most() {
    pass(Duration.ofHours(1));
    assertThat(unrecordedLooks).as("at the start").isEqualTo(1);

    lookTakes = Duration.ofSeconds(6);
    for (int minute = 0; minute < 100; minute++) {
      written++;
      pass(Duration.ofMinutes(1));
    }
    assertThat(unrecordedLooks - 1).isBetween(9, 11);
  }

  @Test
  void edits_that_nobody_told_of_are_carried_within_half_a_minute() {
    pass(Duration.ofMinutes(1));
    edit(OpenEdits.CARRIABLE);

    pass(Duration.ofSeconds(30));

    assertThat(portal.editRuns).isEqualTo(1);
  }

  @Test
  void edits_that_somebody_told_of_are_carried_at_once() {
    pass(Duration.ofMinutes(1));
    edit(OpenEdits.CARRIABLE);

    carrier.turn();

    assertThat(portal.editRuns).isEqualTo(1);
  }

  @Test
  void an_edit_made_while_the_portal_is_away_is_carried_within_half_a_minute_of_its_return() {
    portal.away = true;
    edit(OpenEdits.CARRIABLE);
    pass(Duration.ofHours(2));
    assertThat(portal.editRuns).as("runs that would only fail").isEqualTo(1);
    assertThat(portal.probes).isBetween(200, 300);
    assertThat(carrier.waitingSince()).isPresent();

    portal.away = false;
    pass(Duration.ofSeconds(30));

    assertThat(portal.editRuns).isEqualTo(2);
    assertThat(carrier.waitingSince()).isEmpty();
  }

  @Test
  void what_a_run_has_left_open_is_tried_ever_more_seldom_and_news_at_once() {
    portal.outcome = RunOutcome.INCOMPLETE;
    edit(OpenEdits.CARRIABLE);
    pass(Duration.ofHours(6));
    assertThat(portal.editRuns).isBetween(20, 32);
    int before = portal.editRuns;

    edit(OpenEdits.CARRIABLE);
    pass(Duration.ofSeconds(29));

    assertThat(portal.editRuns).isEqualTo(before + 1);
  }

  @Test
  void looks_that_find_no_edit_do_not_make_it_try_again() {
    portal.outcome = RunOutcome.INCOMPLETE;
    edit(OpenEdits.CARRIABLE);
    pass(Duration.ofHours(1));
    int before = portal.editRuns;

    for (int notification = 0; notification < 100; notification++) {
      time.pass(Duration.ofMillis(500));
      carrier.turn();
    }

    assertThat(portal.editRuns - before).isBetween(0, 1);
  }

  @Test
  void a_deal_that_is_released_is_tried_at_once() {
    portal.outcome = RunOutcome.INCOMPLETE;
    edit(OpenEdits.CARRIABLE);
    pass(Duration.ofHours(6));
    int before = portal.editRuns;

    released = true;
    carrier.turn();

    assertThat(portal.editRuns).isEqualTo(before + 1);
  }

  @Test
  void edits_during_a_run_are_carried_right_after_it() {
    edit(OpenEdits.CARRIABLE);
    portal.meanwhile =
        () -> {
          portal.meanwhile = () -> {};
          moved = true;
        };
    portal.outcome = RunOutcome.INCOMPLETE;

    pass(Duration.ofSeconds(1));

    assertThat(portal.editRuns).isEqualTo(2);
  }

  @Test
  void a_portal_that_another_process_holds_is_waited_for() {
    portal.busy = true;
    edit(OpenEdits.CARRIABLE);
    pass(Duration.ofMinutes(1));

    portal.busy = false;
    pass(Duration.ofSeconds(1));

    assertThat(portal.editRuns).isEqualTo(1);
  }

  @Test
  void links_taken_out_are_carried_when_nobody_has_edited_for_the_quiet_time() {
    pass(Duration.ofMinutes(1));
    edit(OpenEdits.WAITING);
    carrier.turn();
    time.pass(Duration.ofMillis(2500));
    edit(OpenEdits.WAITING);
    carrier.turn();

    pass(Duration.ofMillis(4900));
    assertThat(portal.editRuns).isZero();

    pass(Duration.ofMillis(200));
    assertThat(portal.editRuns).isEqualTo(1);
  }

  @Test
  void a_stream_of_edits_cannot_postpone_them_for_ever() {
    pass(Duration.ofMinutes(1));
    Instant began = time.now();
    while (portal.editRuns == 0) {
      edit(OpenEdits.WAITING);
      carrier.turn();
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(Duration.between(began, time.now()))
        .isBetween(Duration.ofSeconds(119), Duration.ofSeconds(123));
  }

  @Test
  void after_the_limit_the_next_wait_is_a_whole_one() {
    pass(Duration.ofMinutes(1));
    int runs = 0;
    for (int second = 0; second < 600; second++) {
      edit(OpenEdits.WAITING);
      carrier.turn();
      time.pass(Duration.ofSeconds(1));
      runs = portal.editRuns;
    }

    assertThat(runs).isBetween(4, 30);
  }

  @Test
  void what_is_left_open_beside_links_that_no_longer_wait_is_not_tried_in_a_loop() {
    pass(Duration.ofMinutes(1));
    edit(OpenEdits.WAITING);
    carrier.turn();
    portal.outcome = RunOutcome.INCOMPLETE;
    edit(OpenEdits.CARRIABLE);

    pass(Duration.ofMinutes(3));

    assertThat(portal.editRuns).isBetween(2, 4);
  }

  @Test
  void a_scheduled_run_waits_until_people_are_through_with_a_reload() {
    pass(Duration.ofMinutes(1));
    moved = true;
    Instant began = time.now();

    runner.run();

    assertThat(portal.fullRuns).isEqualTo(1);
    assertThat(Duration.between(began, time.now())).isBetween(QUIET.span(), Duration.ofSeconds(6));
  }

  @Test
  void links_that_wait_do_not_wait_longer_because_something_else_is_left_open() {
    pass(Duration.ofMinutes(1));
    portal.outcome = RunOutcome.INCOMPLETE;
    edit(OpenEdits.CARRIABLE);
    portal.meanwhile = quiet::isReached;

    pass(Duration.ofSeconds(6));

    assertThat(portal.editRuns).isEqualTo(2);
  }
}
