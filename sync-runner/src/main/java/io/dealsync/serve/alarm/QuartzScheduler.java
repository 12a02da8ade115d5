package io.dealsync.serve.alarm;

import io.dealsync.config.Timetable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An alarm clock in Quartz's JDBC store. Each portal has a scheduler of its own, with rows of its
 * own in the shared tables: daemons that serve the portal share its alarm, others never see it, and
 * a row that cannot be read stops no other portal.
 */
public final class QuartzScheduler implements RunScheduler {

  private static final Logger LOG = LoggerFactory.getLogger(QuartzScheduler.class);
  private static final String GROUP = "dealsync";
  private static final AtomicInteger SOURCES = new AtomicInteger();

  private final String portal;
  private final Timetable timetable;
  private final AlarmRows rows;
  private final JobKey job;
  private final TriggerKey alarm;
  private final TriggerKey once;
  private final Scheduler scheduler;

  /**
   * @param listener is called in a thread of this clock, never twice at the same time
   */
  public QuartzScheduler(
      String portal, Timetable timetable, DataSource database, Consumer<Ring> listener) {
    this.portal = portal;
    this.timetable = timetable;
    this.job = JobKey.jobKey(portal, GROUP);
    this.alarm = TriggerKey.triggerKey(portal, GROUP);
    this.once = TriggerKey.triggerKey(portal + " once", GROUP);
    String name = "dealsync " + portal;
    this.rows = new AlarmRows(database, name);
    String source = name + " " + SOURCES.incrementAndGet();
    DBConnectionManager.getInstance().addConnectionProvider(source, new Pooled(database));
    try {
      scheduler = new StdSchedulerFactory(properties(name, source)).getScheduler();
      scheduler.getListenerManager().addSchedulerListener(new ErrorLine(portal));
      scheduler.setJobFactory(
          (bundle, ignored) ->
              new RingJob(
                  listener,
                  bundle.getTrigger().getKey().equals(once) ? Ring.ASKED_FOR : Ring.BY_TIMETABLE));
    } catch (SchedulerException e) {
      throw cannot("be scheduled", e);
    }
  }

  private static Properties properties(String name, String source) {
    Properties quartz = new Properties();
    quartz.setProperty("org.quartz.scheduler.instanceName", name);
    quartz.setProperty("org.quartz.scheduler.instanceId", "AUTO");
    quartz.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    // What another daemon has done to the alarm is seen after this many milliseconds.
    quartz.setProperty("org.quartz.scheduler.idleWaitTime", "5000");
    quartz.setProperty("org.quartz.threadPool.threadCount", "1");
    quartz.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
    quartz.setProperty("org.quartz.jobStore.driverDelegateClass", SafeDelegate.class.getName());
    quartz.setProperty("org.quartz.jobStore.dataSource", source);
    quartz.setProperty("org.quartz.jobStore.tablePrefix", "dealsync.qrtz_");
    quartz.setProperty("org.quartz.jobStore.isClustered", "true");
    quartz.setProperty("org.quartz.jobStore.useProperties", "true");
    return quartz;
  }

  @Override
  public void set() {
    removeWhatIsNotDeclared();
    Optional<AlarmRows.Row> row = rows.find(alarm).filter(this::isAsConfigured);
    if (row.isEmpty()) {
      setAnew();
    } else {
      inTime(row);
    }
  }

  private void removeWhatIsNotDeclared() {
    int removed = rows.keepOnly(List.of(alarm, once), job.getName(), GROUP);
    if (removed > 0) {
      LOG.warn(
          "portal {}: {} of its scheduler that the configuration does not declare removed",
          portal,
          removed == 1 ? "1 row" : removed + " rows");
    }
  }

  private boolean isAsConfigured(AlarmRows.Row row) {
    return row.rings()
        && timetable.cron().equals(row.cron())
        && TimeZone.getTimeZone(timetable.zone()).getID().equals(row.zone());
  }

  private void setAnew() {
    rows.keepOnly(List.of(once), job.getName(), GROUP);
    try {
      scheduler.addJob(SafeDelegate.job(job), true);
      scheduler.scheduleJob(
          TriggerBuilder.newTrigger()
              .withIdentity(alarm)
              .forJob(job)
              .withSchedule(TimetableTrigger.by(timetable))
              .build());
    } catch (ObjectAlreadyExistsException declaredElsewhere) {
      // Another daemon that starts at the same moment was quicker.
    } catch (SchedulerException e) {
      throw cannot("be scheduled", e);
    }
  }

  @Override
  public void start() {
    try {
      scheduler.start();
    } catch (SchedulerException e) {
      throw cannot("be scheduled", e);
    }
  }

  @Override
  public Alarm look() {
    removeWhatIsNotDeclared();
    Optional<AlarmRows.Row> row = rows.find(alarm);
    if (row.isEmpty() || !row.get().rings()) {
      LOG.warn("portal {}: its schedule was taken away or made unusable and is set again", portal);
      setAnew();
      row = rows.find(alarm);
    }
    return inTime(row).map(found -> new Alarm(found.last(), found.next())).orElse(Alarm.NEVER);
  }

  /** A clock that was wrong for a moment leaves times behind at which nobody would be woken. */
  private Optional<AlarmRows.Row> inTime(Optional<AlarmRows.Row> row) {
    Instant now = Instant.now();
    Optional<Instant> due = timetable.after(now);
    if (row.filter(found -> !found.isInTime(now, due)).isEmpty()) {
      return row;
    }
    LOG.warn("portal {}: its schedule would not come in time and is set again", portal);
    setAnew();
    return rows.find(alarm);
  }

  @Override
  public void ring() {
    Trigger soon =
        TriggerBuilder.newTrigger()
            .withIdentity(once)
            .forJob(job)
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
            .build();
    try {
      scheduler.scheduleJob(soon);
    } catch (ObjectAlreadyExistsException isAboutToRing) {
      // Once is enough.
    } catch (SchedulerException e) {
      throw cannot("be woken", e);
    }
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw cannot("be left", e);
    }
  }

  private IllegalStateException cannot(String what, SchedulerException e) {
    return new IllegalStateException(
        "Portal %s cannot %s: %s".formatted(portal, what, e.getMessage()), e);
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
