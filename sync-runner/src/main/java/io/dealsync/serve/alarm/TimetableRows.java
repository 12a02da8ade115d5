package io.dealsync.serve.alarm;

import io.dealsync.config.Timetable;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.quartz.CronScheduleBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.CronTriggerPersistenceDelegate;
import org.quartz.impl.triggers.CronTriggerImpl;

/** Makes the cron rows of Quartz's tables triggers that do not skip what clocks skip. */
final class TimetableRows extends CronTriggerPersistenceDelegate {

  @Override
  public TriggerPropertyBundle loadExtendedTriggerPropertiesFromResultSet(
      ResultSet row, TriggerKey key) throws SQLException {
    return ours(super.loadExtendedTriggerPropertiesFromResultSet(row, key));
  }

  private static TriggerPropertyBundle ours(TriggerPropertyBundle plain) {
    CronTriggerImpl read =
        (CronTriggerImpl) ((CronScheduleBuilder) plain.getScheduleBuilder()).build();
    Timetable timetable = new Timetable(read.getCronExpression(), read.getTimeZone().toZoneId());
    return new TriggerPropertyBundle(
        TimetableTrigger.by(timetable),
        plain.getStatePropertyNames(),
        plain.getStatePropertyValues());
  }
}
