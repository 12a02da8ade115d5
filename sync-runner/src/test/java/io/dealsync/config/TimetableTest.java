package io.dealsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {

  private static String after(String cron, String zone, String moment) {
    return new Timetable(cron, ZoneId.of(zone))
        .after(Instant.parse(moment))
        .map(Instant::toString)
        .orElse("never");
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 2 * * ?,  Europe/Berlin,    2027-03-27T22:30:00Z, 2027-03-28T01:00:00Z",
    "0 59 2 * * ?, Europe/Berlin,    2027-03-27T22:30:00Z, 2027-03-28T01:00:00Z",
    "0 30 2 * * ?, America/New_York, 2027-03-14T01:00:00Z, 2027-03-14T07:00:00Z",
    "0 0 0 * * ?,  Asia/Beirut,      2027-03-27T12:00:00Z, 2027-03-27T22:00:00Z",
    "0 0 2 ? * SUN, Europe/Berlin,   2027-03-27T22:30:00Z, 2027-03-28T01:00:00Z",
    "0 15 2 28 3 ?, Europe/Berlin,   2026-06-01T00:00:00Z, 2027-03-28T01:00:00Z",
    "0 15 2 28 3 ? 2027, Europe/Berlin, 2026-06-01T00:00:00Z, 2027-03-28T01:00:00Z",
  })
  void a_time_that_clocks_skip_comes_at_the_first_moment_after_the_gap(
      String cron, String zone, String moment, String expected) {
    assertThat(after(cron, zone, moment)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 2 * * ?, Europe/Berlin, 2027-03-28T01:00:00Z, 2027-03-29T00:00:00Z",
    "0 0 3 * * ?, Europe/Berlin, 2027-03-27T22:30:00Z, 2027-03-28T01:00:00Z",
    "0 0 2 ? * MON, Europe/Berlin, 2027-03-27T22:30:00Z, 2027-03-29T00:00:00Z",
    "0 0 2 * * ?, UTC, 2027-03-27T22:30:00Z, 2027-03-28T02:00:00Z",
    "0 0 2 * * ? 2020, Europe/Berlin, 2027-03-27T22:30:00Z, never",
  })
  void other_times_come_as_they_are_written(
      String cron, String zone, String moment, String expected) {
    assertThat(after(cron, zone, moment)).isEqualTo(expected);
  }

  /** 02:30 comes at 00:30Z and again at 01:30Z. */
  @Test
  void the_hour_that_comes_twice_in_autumn_counts_once() {
    Timetable nightly = new Timetable("0 30 2 * * ?", ZoneId.of("Europe/Berlin"));
    Instant eve = Instant.parse("2026-10-24T12:00:00Z");

    assertThat(
            Stream.iterate(eve, moment -> nightly.after(moment).orElseThrow())
                .skip(1)
                .limit(3)
                .filter(time -> time.toString().startsWith("2026-10-25")))
        .hasSize(1);
  }

  @Test
  void every_night_of_ten_years_has_its_run() {
    Timetable nightly = new Timetable("0 30 2 * * ?", ZoneId.of("America/New_York"));
    Instant moment = Instant.parse("2026-01-01T12:00:00Z");
    for (int night = 0; night < 3650; night++) {
      Instant next = nightly.after(moment).orElseThrow();
      assertThat(next).isBetween(moment.plusSeconds(3600), moment.plusSeconds(25 * 3600 + 1800));
      moment = next;
    }
  }

  @Test
  void the_next_gap_is_told() {
    Instant moment = Instant.parse("2026-12-01T00:00:00Z");

    assertThat(new Timetable("0 0 2 * * ?", ZoneId.of("Europe/Berlin")).nextGap(moment))
        .contains(
            new Timetable.Gap(
                LocalDateTime.parse("2027-03-28T02:00"), Instant.parse("2027-03-28T01:00:00Z")));
    assertThat(new Timetable("0 0 1 * * ?", ZoneId.of("Europe/Berlin")).nextGap(moment)).isEmpty();
    assertThat(new Timetable("0 0 2 * * ?", ZoneId.of("Europe/Moscow")).nextGap(moment)).isEmpty();
  }
}
