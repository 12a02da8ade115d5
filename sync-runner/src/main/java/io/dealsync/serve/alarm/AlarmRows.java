package io.dealsync.serve.alarm;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.quartz.TriggerKey;

/**
 * The rows of one portal in Quartz's tables, looked at without Quartz: what it cannot read would
 * stop it.
 */
final class AlarmRows {

  private static final int PATIENCE_SECONDS = 10;

  /** The clocks of daemons that share an alarm may differ by this much. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String PREFIX = "dealsync.qrtz_";

  private static final List<String> TRIGGER_TABLES =
      List.of("cron_triggers", "simple_triggers", "simprop_triggers", "blob_triggers", "triggers");

  private static final Set<String> RINGING = Set.of("WAITING", "ACQUIRED", "BLOCKED", "EXECUTING");

  private static final String LOOK =
      """
      SELECT t.trigger_state, t.calendar_name, t.prev_fire_time, t.next_fire_time,
             c.cron_expression, c.time_zone_id, t.start_time, t.end_time
      FROM dealsync.qrtz_triggers AS t
      JOIN dealsync.qrtz_cron_triggers AS c USING (sched_name, trigger_name, trigger_group)
      JOIN dealsync.qrtz_job_details AS j USING (sched_name, job_name, job_group)
      WHERE t.sched_name = ? AND t.trigger_name = ? AND t.trigger_group = ? AND t.trigger_type = 'CRON'
      """;

  /**
   * The alarm as it stands in the tables.
   *
   * @param rings whether Quartz will take it up
   * @param start before which it does not ring
   * @param end after which it does not ring
   */
  record Row(
      boolean rings,
      @Nullable String cron,
      @Nullable String zone,
      Optional<Instant> last,
      Optional<Instant> next,
      Optional<Instant> start,
      Optional<Instant> end) {

    /**
     * Whether its times are those of an alarm that comes in time.
     *
     * @param due when it is to ring next; empty when never
     */
    boolean isInTime(Instant now, Optional<Instant> due) {
      Instant soon = now.plus(TOLERANCE);
      return end.isEmpty()
          && last.filter(soon::isBefore).isEmpty()
          && start.filter(soon::isBefore).isEmpty()
          && (due.isEmpty() || next.filter(due.get().plus(TOLERANCE)::isBefore).isEmpty());
    }
  }

  private final DataSource database;
  private final String scheduler;

  AlarmRows(DataSource database, String scheduler) {
    this.database = database;
    this.scheduler = scheduler;
  }

  Optional<Row> find(TriggerKey key) {
    try (Connection connection = database.getConnection();
        PreparedStatement look = connection.prepareStatement(LOOK)) {
      look.setQueryTimeout(PATIENCE_SECONDS);
      look.setString(1, scheduler);
      look.setString(2, key.getName());
      look.setString(3, key.getGroup());
      try (ResultSet row = look.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The schedule cannot be read: " + e.getMessage(), e);
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        RINGING.contains(row.getString(1))
            && row.getString(2) == null
            && CronExpression.isValidExpression(row.getString(5)),
        row.getString(5),
        row.getString(6),
        time(row.getLong(3)),
        time(row.getLong(4)),
        time(row.getLong(7)),
        time(row.getLong(8)));
  }

  private static Optional<Instant> time(long millis) {
    return millis <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /**
   * Removes what is not declared.
   *
   * @param declared the triggers that may be there
   * @return how many triggers, jobs and calendars went
   */
  int keepOnly(List<TriggerKey> declared, String job, String group) {
    String others = "NOT (trigger_group = ? AND trigger_name = ANY (?))";
    String[] names = declared.stream().map(TriggerKey::getName).toArray(String[]::new);
    try (Connection connection = database.getConnection()) {
      int removed = 0;
      for (String table : TRIGGER_TABLES) {
        int gone =
            delete(connection, table, others, group, connection.createArrayOf("text", names));
        removed += table.equals("triggers") ? gone : 0;
      }
      removed += delete(connection, "calendars", "true");
      removed +=
          delete(connection, "job_details", "NOT (job_name = ? AND job_group = ?)", job, group);
      delete(connection, "paused_trigger_grps", "true");
      return removed;
    } catch (SQLException e) {
      throw new IllegalStateException("Old schedules cannot be removed: " + e.getMessage(), e);
    }
  }

  private int delete(Connection connection, String table, String which, Object... values)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM %s%s WHERE sched_name = ? AND %s".formatted(PREFIX, table, which))) {
      delete.setQueryTimeout(PATIENCE_SECONDS);
      delete.setString(1, scheduler);
      for (int i = 0; i < values.length; i++) {
        delete.setObject(i + 2, values[i]);
      }
      return delete.executeUpdate();
    }
  }
}
