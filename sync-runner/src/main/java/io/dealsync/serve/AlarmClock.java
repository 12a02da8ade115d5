package io.dealsync.serve;

import io.dealsync.config.PortalSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * Quartz on its JDBC store: remembers the schedules in the database, so that several daemons share
 * them. It only wakes; whether a run may start is decided by the lease.
 */
final class AlarmClock implements AutoCloseable {

  private static final String GROUP = "dealsync";
  private static final String SOURCE = "dealsync";

  private final Scheduler scheduler;

  AlarmClock(DataSource database, SyncRunner runner) {
    DBConnectionManager.getInstance().addConnectionProvider(SOURCE, new Pooled(database));
    try {
      scheduler = new StdSchedulerFactory(properties()).getScheduler();
      scheduler.getContext().put(SyncJob.RUNNER, runner);
    } catch (SchedulerException e) {
      throw new IllegalStateException("The scheduler cannot start: " + e.getMessage(), e);
    }
  }

  private static Properties properties() {
    Properties quartz = new Properties();
    quartz.setProperty("org.quartz.scheduler.instanceName", "dealsync");
    quartz.setProperty("org.quartz.scheduler.instanceId", "AUTO");
    quartz.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    quartz.setProperty("org.quartz.threadPool.threadCount", "4");
    quartz.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
    quartz.setProperty(
        "org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    quartz.setProperty("org.quartz.jobStore.dataSource", SOURCE);
    quartz.setProperty("org.quartz.jobStore.tablePrefix", "quartz.qrtz_");
    quartz.setProperty("org.quartz.jobStore.isClustered", "true");
    quartz.setProperty("org.quartz.jobStore.useProperties", "true");
    return quartz;
  }

  /**
   * Schedules a portal; an unchanged schedule is left as it is, so that nothing fires twice.
   *
   * @return when it fires next
   */
  Optional<Instant> schedule(PortalSettings portal) {
    JobKey job = JobKey.jobKey(portal.name(), GROUP);
    TriggerKey key = TriggerKey.triggerKey(portal.name(), GROUP);
    try {
      declare(job, key, portal);
      return next(portal.name());
    } catch (SchedulerException e) {
      throw new IllegalStateException(
          "Portal %s cannot be scheduled: %s".formatted(portal.name(), e.getMessage()), e);
    }
  }

  private void declare(JobKey job, TriggerKey key, PortalSettings portal)
      throws SchedulerException {
    try {
      if (!scheduler.checkExists(job)) {
        scheduler.addJob(job(job, portal.name()), false);
      }
      Trigger present = scheduler.getTrigger(key);
      if (present == null) {
        scheduler.scheduleJob(trigger(key, job, portal));
      } else if (!isAsConfigured(present, portal)) {
        scheduler.rescheduleJob(key, trigger(key, job, portal));
      }
    } catch (ObjectAlreadyExistsException declaredElsewhere) {
      // Another daemon that starts at the same moment was quicker; now there is something to see.
      declare(job, key, portal);
    }
  }

  /** When a portal is synced next; empty when never. */
  Optional<Instant> next(String portal) {
    try {
      return Optional.ofNullable(scheduler.getTrigger(TriggerKey.triggerKey(portal, GROUP)))
          .map(Trigger::getNextFireTime)
          .map(Date::toInstant);
    } catch (SchedulerException e) {
      throw new IllegalStateException("The schedule cannot be read: " + e.getMessage(), e);
    }
  }

  /** Forgets the schedules of portals that are not served any more. */
  void keepOnly(Set<String> portals) {
    try {
      for (JobKey job : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(GROUP))) {
        if (!portals.contains(job.getName())) {
          scheduler.deleteJob(job);
        }
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("Old schedules cannot be removed: " + e.getMessage(), e);
    }
  }

  private static JobDetail job(JobKey key, String portal) {
    return JobBuilder.newJob(SyncJob.class)
        .withIdentity(key)
        .usingJobData(SyncJob.PORTAL, portal)
        .storeDurably()
        .build();
  }

  private static Trigger trigger(TriggerKey key, JobKey job, PortalSettings portal) {
    return TriggerBuilder.newTrigger()
        .withIdentity(key)
        .forJob(job)
        .withSchedule(
            CronScheduleBuilder.cronSchedule(portal.schedule())
                .inTimeZone(TimeZone.getTimeZone(portal.zone()))
                .withMisfireHandlingInstructionFireAndProceed())
        .build();
  }

  private static boolean isAsConfigured(Trigger present, PortalSettings portal) {
    return present instanceof CronTrigger cron
        && cron.getCronExpression().equals(portal.schedule())
        && cron.getTimeZone().equals(TimeZone.getTimeZone(portal.zone()));
  }

  void start() {
    try {
      scheduler.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("The scheduler cannot start: " + e.getMessage(), e);
    }
  }

  /** Waits for runs under way; they have been asked to stop. */
  @Override
  public void close() {
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("The scheduler cannot stop: " + e.getMessage(), e);
    }
  }

  /** Quartz borrows connections from dealsync's pool and never owns it. */
  private record Pooled(DataSource database) implements ConnectionProvider {

    @Override
    public Connection getConnection() throws SQLException {
      return database.getConnection();
    }

    @Override
    public void shutdown() {}

    @Override
    public void initialize() {}
  }
}
