package io.dealsync.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.config.Timetable;
import io.dealsync.serve.alarm.Alarm;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What /health calls late. */
class PunctualityTest {

  private static final Timetable NIGHTLY = new Timetable("0 0 2 * * ?", ZoneOffset.UTC);
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final Alarm SET =
      new Alarm(Optional.empty(), Optional.of(Instant.parse("2026-12-02T02:00:00Z")));

  private static Punctuality with(Alarm alarm, boolean missed, boolean running) {
    return new Punctuality(NIGHTLY, alarm, missed, running, Optional.empty(), NOW);
  }

  @Test
  void a_portal_whose_alarm_is_set_and_whose_edits_are_carried_is_in_time() {
    assertThat(with(SET, false, false).late(NOW)).isEmpty();
  }

  @Test
  void a_schedule_without_a_next_time_is_told() {
    assertThat(with(Alarm.NEVER, false, false).late(NOW))
        .containsExactly("Its schedule is not set.");
    Timetable over = new Timetable("0 0 2 * * ? 2020", ZoneOffset.UTC);
    assertThat(new Punctuality(over, Alarm.NEVER, false, false, Optional.empty(), NOW).late(NOW))
        .as("one that is over for good")
        .isEmpty();
  }

  @Test
  void an_alarm_that_rings_later_than_the_timetable_says_is_told() {
    Instant due = Instant.parse("2026-12-02T02:00:00Z");
    Alarm later = new Alarm(Optional.empty(), Optional.of(due.plusSeconds(301)));
    Alarm never = new Alarm(Optional.empty(), Optional.of(Instant.ofEpochMilli(Long.MAX_VALUE)));

    assertThat(with(later, false, false).late(NOW))
        .containsExactly("Its schedule would not come in time; it is set again.");
    assertThat(with(never, false, true).late(NOW)).hasSize(1);
  }

  @Test
  void a_time_that_passed_without_a_run_is_told() {
    assertThat(with(SET, true, false).late(NOW))
        .containsExactly("A time of its schedule has passed without a run.");
  }

  @Test
  void an_alarm_that_does_not_ring_is_told_unless_a_run_is_still_going_on() {
    Alarm passed = new Alarm(Optional.empty(), Optional.of(NOW.minusSeconds(301)));

    assertThat(with(passed, false, false).late(NOW))
        .containsExactly("A time of its schedule has passed, and nothing woke it.");
    assertThat(with(passed, false, true).late(NOW)).isEmpty();
  }

  @Test
  void edits_that_wait_too_long_are_told() {
    Instant since = NOW.minusSeconds(301);

    assertThat(new Punctuality(NIGHTLY, SET, false, true, Optional.of(since), NOW).late(NOW))
        .containsExactly("Edits have waited since 2026-12-01 11:54:59.");
    assertThat(
            new Punctuality(NIGHTLY, SET, false, true, Optional.of(since.plusSeconds(5)), NOW)
                .late(NOW))
        .isEmpty();
  }

  @Test
  void a_watch_that_no_longer_looks_is_told() {
    assertThat(
            new Punctuality(NIGHTLY, SET, false, false, Optional.empty(), NOW.minusSeconds(301))
                .late(NOW))
        .singleElement()
        .asString()
        .startsWith("Nobody has looked for edits since");
  }
}
