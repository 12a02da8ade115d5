package io.dealsync.serve.alarm;

import io.dealsync.config.Timetable;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.ScheduleBuilder;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.spi.MutableTrigger;

/** A cron trigger that does not skip what clocks skip. */
final class TimetableTrigger extends CronTriggerImpl {

  private static final long serialVersionUID = 1L;

  /** What makes one, as Quartz wants it; a time that was missed is made up for once. */
  static ScheduleBuilder<CronTrigger> by(Timetable timetable) {
    return new ScheduleBuilder<>() {
      @Override
      protected MutableTrigger build() {
        TimetableTrigger trigger = new TimetableTrigger();
        CronTriggerImpl plain =
            (CronTriggerImpl)
                CronScheduleBuilder.cronSchedule(timetable.cron())
                    .inTimeZone(TimeZone.getTimeZone(timetable.zone()))
                    .build();
        trigger.copy(plain);
        return trigger;
      }
    };
  }

  private void copy(CronTriggerImpl plain) {
    try {
      setCronExpression(plain.getCronExpression());
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
    setTimeZone(plain.getTimeZone());
    setMisfireInstruction(MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
  }

  Timetable timetable() {
    return new Timetable(getCronExpression(), getTimeZone().toZoneId());
  }

  @Override
  protected @Nullable Date getTimeAfter(Date moment) {
    return timetable().after(Instant.ofEpochMilli(moment.getTime())).map(Date::from).orElse(null);
  }
}
