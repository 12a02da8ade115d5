package io.dealsync.serve.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.config.Timetable;
import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Alarm clocks of real daemons on a real database, and what others may do to their rows. */
@Timeout(60)
class QuartzSchedulerTest {

  private static final Timetable NIGHTLY = new Timetable("0 0 2 * * ?", ZoneId.of("Europe/Berlin"));
  private static final Timetable EVERY_SECOND = new Timetable("* * * * * ?", ZoneId.of("UTC"));

  @RegisterExtension final TestDatabase server = TestSchema.migrated();

  private final List<RunScheduler> clocks = new ArrayList<>();
  private final Queue<RunScheduler.Ring> rings = new ConcurrentLinkedQueue<>();

  /** Tells when it is deserialized. */
  private static final class Gadget implements Serializable {

    private static final long serialVersionUID = 1L;
    private static boolean wentOff;

    private void readObject(ObjectInputStream in) {
      wentOff = true;
    }
  }

  @AfterEach
  void close() {
    clocks.forEach(RunScheduler::close);
  }

  private DataSource database() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.jdbcUrl());
    source.setUser(server.user());
    source.setPassword(server.password());
    return source;
  }

  private RunScheduler clock(String portal, Timetable timetable) {
    RunScheduler clock = new QuartzScheduler(portal, timetable, database(), rings::add);
    clocks.add(clock);
    return clock;
  }

  private void sql(String text) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sql(String text, byte[] blob) {
    try (Connection connection = server.connect();
        PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setBytes(1, blob);
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String from) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void untilItRang() throws InterruptedException {
    while (rings.isEmpty()) {
      Thread.sleep(20);
    }
  }

  private static byte[] gadget() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Gadget());
    }
    return bytes.toByteArray();
  }

  private void plantGadgets() throws IOException {
    byte[] gadget = gadget();
    sql("INSERT INTO dealsync.qrtz_calendars VALUES ('dealsync main', 'holidays', ?)", gadget);
    sql("UPDATE dealsync.qrtz_job_details SET job_data = ?", gadget);
    sql("UPDATE dealsync.qrtz_triggers SET job_data = ?", gadget);
    sql(
        "INSERT INTO dealsync.qrtz_job_details VALUES ('dealsync main', 'evil', 'evil', null,"
            + " 'javax.script.ScriptEngineManager', true, false, false, false, ?)",
        gadget);
    sql(
        "INSERT INTO dealsync.qrtz_triggers (sched_name, trigger_name, trigger_group, job_name,"
            + " job_group, next_fire_time, prev_fire_time, priority, trigger_state, trigger_type,"
            + " start_time, job_data) VALUES ('dealsync main', 'evil', 'evil', 'evil', 'evil', 1,"
            + " -1, 9, 'WAITING', 'BLOB', 1, ?)",
        gadget);
    sql(
        "INSERT INTO dealsync.qrtz_blob_triggers VALUES ('dealsync main', 'evil', 'evil', ?)",
        gadget);
  }

  @Test
  void objects_in_the_tables_are_never_deserialized_and_go_at_the_start() throws Exception {
    clock("main", EVERY_SECOND).set();
    plantGadgets();

    RunScheduler clock = clocks.get(0);
    clock.set();
    clock.start();
    untilItRang();

    assertThat(Gadget.wentOff).isFalse();
    assertThat(count("dealsync.qrtz_calendars")).isZero();
    assertThat(count("dealsync.qrtz_triggers WHERE trigger_name = 'evil'")).isZero();
    assertThat(count("dealsync.qrtz_job_details WHERE job_name = 'evil'")).isZero();
  }

  @Test
  void objects_that_are_planted_while_it_runs_are_not_deserialized_either() throws Exception {
    RunScheduler clock = clock("main", EVERY_SECOND);
    clock.set();
    clock.start();
    untilItRang();

    plantGadgets();
    sql("UPDATE dealsync.qrtz_triggers SET calendar_name = 'holidays' WHERE trigger_name = 'main'");
    Thread.sleep(2000);
    assertThat(Gadget.wentOff).isFalse();

    clock.look();
    rings.clear();
    untilItRang();
    assertThat(Gadget.wentOff).isFalse();
    assertThat(
            count("dealsync.qrtz_triggers WHERE calendar_name IS NULL AND trigger_name = 'main'"))
        .isEqualTo(1);
  }

  @Test
  void an_alarm_that_somebody_takes_away_is_set_again_by_the_next_look() {
    RunScheduler clock = clock("main", NIGHTLY);
    clock.set();
    sql("DELETE FROM dealsync.qrtz_cron_triggers");
    sql("DELETE FROM dealsync.qrtz_triggers");

    assertThat(clock.look().next()).isPresent();
    assertThat(clock.look().next()).isEqualTo(NIGHTLY.after(Instant.now()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "next_fire_time = 9000000000000000000",
        "start_time = 9000000000000000000",
        "end_time = 1",
        "prev_fire_time = 9000000000000000000"
      })
  void an_alarm_whose_times_make_no_sense_is_set_again_by_the_next_look_and_start(String times) {
    RunScheduler clock = clock("main", NIGHTLY);
    clock.set();
    String spoil = "UPDATE dealsync.qrtz_triggers SET " + times;
    sql(spoil);

    assertThat(clock.look().next()).isEqualTo(NIGHTLY.after(Instant.now()));
    assertThat(clock.look().last()).isEmpty();
    assertThat(count("dealsync.qrtz_triggers WHERE " + times.replace(" = 1", " > 0"))).isZero();

    sql(spoil);
    clock.set();
    assertThat(count("dealsync.qrtz_triggers WHERE " + times.replace(" = 1", " > 0"))).isZero();
  }

  @Test
  void an_unusable_row_of_one_portal_does_not_stop_another() throws Exception {
    RunScheduler broken = clock("broken", EVERY_SECOND);
    RunScheduler sound = clock("main", EVERY_SECOND);
    broken.set();
    sound.set();
    sql(
        "UPDATE dealsync.qrtz_cron_triggers SET cron_expression = 'nonsense' WHERE trigger_name ="
            + " 'broken'");
    broken.start();

    sound.start();

    untilItRang();
    rings.clear();
    assertThat(broken.look().next()).isPresent();
  }

  @Test
  void an_unchanged_timetable_stays_as_it_is_and_a_changed_one_is_set_anew() {
    sql("CREATE TABLE seen AS SELECT * FROM dealsync.qrtz_triggers");
    anotherStart(NIGHTLY);
    sql("INSERT INTO seen SELECT * FROM dealsync.qrtz_triggers");

    anotherStart(NIGHTLY);
    assertThat(count("(SELECT * FROM dealsync.qrtz_triggers EXCEPT SELECT * FROM seen) AS other"))
        .isZero();

    anotherStart(new Timetable("0 30 3 * * ?", ZoneId.of("Europe/Moscow")));
    assertThat(
            count(
                "dealsync.qrtz_cron_triggers WHERE cron_expression = '0 30 3 * * ?' AND"
                    + " time_zone_id = 'Europe/Moscow'"))
        .isEqualTo(1);
    assertThat(count("dealsync.qrtz_triggers")).isEqualTo(1);
  }

  private void anotherStart(Timetable timetable) {
    try (RunScheduler clock = new QuartzScheduler("main", timetable, database(), rings::add)) {
      clock.set();
    }
  }

  @Test
  void daemons_of_different_portals_leave_each_others_schedules_alone() {
    RunScheduler one = clock("one", NIGHTLY);
    RunScheduler other = clock("other", NIGHTLY);
    one.set();
    other.set();
    one.set();

    assertThat(count("dealsync.qrtz_triggers")).isEqualTo(2);
    assertThat(one.look().next()).isPresent();
    assertThat(other.look().next()).isPresent();
  }

  @Test
  void it_rings_when_asked_to_once_however_often_it_is_asked() throws Exception {
    RunScheduler clock = clock("main", NIGHTLY);
    clock.set();
    clock.ring();
    clock.ring();
    clock.start();

    untilItRang();
    Thread.sleep(500);

    assertThat(rings).containsExactly(RunScheduler.Ring.ASKED_FOR);
  }

  @Test
  void a_time_that_clocks_skip_stays_the_moment_after_the_gap_when_it_is_read_back() {
    Timetable gap = new Timetable("0 0 2 28 3 ? 2027-2029", ZoneId.of("Europe/Berlin"));
    clock("main", gap).set();

    assertThat(clocks.get(0).look().next()).contains(Instant.parse("2027-03-28T01:00:00Z"));
  }
}
