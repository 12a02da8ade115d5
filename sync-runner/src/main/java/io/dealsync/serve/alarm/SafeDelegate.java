package io.dealsync.serve.alarm;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.SimpleTriggerPersistenceDelegate;
import org.quartz.spi.ClassLoadHelper;

/**
 * Reads times and names from Quartz's tables, and nothing else: whoever may write there could
 * otherwise have objects of his choice deserialized, or classes of his choice run. Made by Quartz.
 */
public final class SafeDelegate extends PostgreSQLDelegate {

  @Override
  protected void addDefaultTriggerPersistenceDelegates() {
    addTriggerPersistenceDelegate(new SimpleTriggerPersistenceDelegate());
    addTriggerPersistenceDelegate(new TimetableRows());
  }

  /** There is one job, whatever the row says. */
  @Override
  public @Nullable JobDetail selectJobDetail(
      Connection connection, JobKey key, ClassLoadHelper loader) throws SQLException {
    return jobExists(connection, key) ? job(key) : null;
  }

  static JobDetail job(JobKey key) {
    return JobBuilder.newJob(RingJob.class).withIdentity(key).storeDurably().build();
  }

  /** Jobs and triggers carry no data. */
  @Override
  protected @Nullable Object getJobDataFromBlob(ResultSet row, String column) {
    return null;
  }

  @Override
  protected Object getObjectFromBlob(ResultSet row, String column) throws IOException {
    throw new InvalidObjectException("An object stands in %s; it is not read.".formatted(column));
  }
}
