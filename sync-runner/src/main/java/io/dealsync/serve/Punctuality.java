package io.dealsync.serve;

import io.dealsync.config.Timetable;
import io.dealsync.serve.alarm.Alarm;
import io.dealsync.wording.HumanFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What tells whether the work on a portal is done in time.
 *
 * @param alarm how its alarm was set at the last look
 * @param missed whether a time of the timetable has passed without a run
 * @param running whether a run is under way, or waits for its turn
 * @param editsSince since when edits wait that could not be carried
 * @param lastLook when someone last looked for edits
 */
record Punctuality(
    Timetable timetable,
    Alarm alarm,
    boolean missed,
    boolean running,
    Optional<Instant> editsSince,
    Instant lastLook) {

  /** What is later than this is someone's business. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** What is late now, a sentence each. */
  List<String> late(Instant now) {
    List<String> late = new ArrayList<>();
    if (alarm.next().isEmpty() && timetable.after(now).isPresent()) {
      late.add("Its schedule is not set.");
    }
    if (alarm.next().filter(next -> isLaterThanDue(next, now)).isPresent()) {
      late.add("Its schedule would not come in time; it is set again.");
    }
    if (missed) {
      late.add("A time of its schedule has passed without a run.");
    }
    if (!running && alarm.next().filter(next -> isTooLong(next, now)).isPresent()) {
      late.add("A time of its schedule has passed, and nothing woke it.");
    }
    editsSince
        .filter(since -> isTooLong(since, now))
        .ifPresent(since -> late.add("Edits have waited since %s.".formatted(time(since))));
    if (!running && isTooLong(lastLook, now)) {
      late.add("Nobody has looked for edits since %s.".formatted(time(lastLook)));
    }
    return late;
  }

  private boolean isLaterThanDue(Instant next, Instant now) {
    return timetable.after(now).filter(due -> isTooLong(due, next)).isPresent();
  }

  private String time(Instant moment) {
    return HumanFormat.time(moment, timetable.zone());
  }

  private static boolean isTooLong(Instant since, Instant now) {
    return since.plus(TOLERANCE).isBefore(now);
  }
}
