package io.dealsync.serve.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.config.Timetable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.triggers.CronTriggerImpl;

class MissedTimeTest {

  @Test
  void a_time_that_was_missed_is_made_up_for_at_once() {
    Timetable timetable = new Timetable("0 0 2 1 1 ?", ZoneOffset.UTC);
    CronTrigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity("main")
            .withSchedule(TimetableTrigger.by(timetable))
            .build();

    ((CronTriggerImpl) trigger).updateAfterMisfire(null);

    assertThat(trigger.getNextFireTime()).isBeforeOrEqualTo(Date.from(Instant.now()));
  }
}
