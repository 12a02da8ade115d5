package io.dealsync.config;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When a portal is synced as a whole. A time inside the hour that clocks skip in spring comes at
 * the first moment after it; one inside the hour that comes twice in autumn comes once.
 *
 * @param cron Quartz cron expression
 * @param zone the time zone whose clocks it goes by
 */
public record Timetable(String cron, ZoneId zone) {

  private static final Duration YEAR = Duration.ofDays(366);

  /**
   * A time that clocks skip.
   *
   * @param skipped what the timetable says
   * @param instead the first moment after the gap
   */
  public record Gap(LocalDateTime skipped, Instant instead) {}

  /** The first time after a moment; empty when there is none. */
  public Optional<Instant> after(Instant moment) {
    Optional<Instant> regular = next(zone, moment);
    return firstGap(moment, regular.orElse(moment.plus(YEAR))).map(Gap::instead).or(() -> regular);
  }

  /** The first time within a year that clocks skip. */
  public Optional<Gap> nextGap(Instant moment) {
    return firstGap(moment, moment.plus(YEAR));
  }

  private Optional<Gap> firstGap(Instant after, Instant before) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(after);
    while (change != null && change.getInstant().isBefore(before)) {
      Optional<Gap> found = within(change);
      if (found.isPresent()) {
        return found;
      }
      change = zone.getRules().nextTransition(change.getInstant());
    }
    return Optional.empty();
  }

  private Optional<Gap> within(ZoneOffsetTransition change) {
    Instant from = change.getDateTimeBefore().toInstant(ZoneOffset.UTC);
    return Optional.of(change)
        .filter(ZoneOffsetTransition::isGap)
        .flatMap(gap -> next(ZoneOffset.UTC, from.minusSeconds(1)))
        .map(time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC))
        .filter(time -> time.isBefore(change.getDateTimeAfter()))
        .map(time -> new Gap(time, change.getInstant()));
  }

  private Optional<Instant> next(ZoneId where, Instant after) {
    try {
      CronExpression expression = new CronExpression(cron);
      expression.setTimeZone(TimeZone.getTimeZone(where));
      return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after)))
          .map(Date::toInstant);
    } catch (ParseException e) {
      throw new IllegalStateException("'%s' is no cron expression.".formatted(cron), e);
    }
  }
}
