package io.dealsync.db;

import static io.dealsync.db.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Journal;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.LeaseLostException;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.plan.Change;
import io.dealsync.plan.PlanTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdvisoryLeasesTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final RunHeader HEADER =
      new RunHeader(
          "main", "sync", "me at here", OptionalLong.empty(), Map.of("removed-links", "5"));
  private static final PlanTotals TOTALS =
      new PlanTotals(ManagedDeals.mirrored(3), 3, 2, 1, 0, 0, 0, 1, 0, 3, 2, 2, 0, true);

  private static Database database;
  private final TestSql sql = new TestSql(DATABASE.dataSource());

  @BeforeAll
  static void open() {
    database = TestSchema.open(DATABASE);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void clean() throws SQLException {
    TestSchema.clean(DATABASE);
  }

  @Test
  void a_session_that_waits_for_the_portal_outlives_the_servers_limit_for_idle_ones()
      throws SQLException {
    String name = sql.value("SELECT current_database()");
    sql.run("ALTER DATABASE %s SET idle_session_timeout = '300ms'".formatted(name));
    try (Database impatient = TestSchema.open(DATABASE);
        RunLease lease = impatient.leases().acquire("main", "sync");
        Connection witness = DATABASE.dataSource().getConnection()) {
      Journal journal = lease.open(HEADER);
      String pid =
          TestSql.lines(witness.createStatement().executeQuery("SELECT pg_backend_pid()")).get(0);
      String sessions = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid;
      while (!sql.value(sessions).equals("0")) {
        Thread.onSpinWait();
      }
      assertThatCode(journal::proveLease).doesNotThrowAnyException();
    } finally {
      sql.run("ALTER DATABASE %s RESET idle_session_timeout".formatted(name));
    }
  }

  @Test
  void a_portal_is_held_once_and_the_holder_is_named() {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      assertThatThrownBy(() -> database.leases().acquire("main", "plan"))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageMatching(
              "Portal main is busy: sync, run %d, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d, by process %d on .* \\(PostgreSQL session \\d+ of user \\w+\\)\\. Wait for its end, then run again\\."
                  .formatted(journal.run(), ProcessHandle.current().pid()));
      assertThat(database.archive().status("main").holder())
          .hasValueSatisfying(words -> assertThat(words).startsWith("sync, run "));
    }
    assertThat(database.archive().status("main").holder()).isEmpty();
    database.leases().acquire("main", "plan").close();
  }

  @Test
  void whoever_may_only_connect_keeps_no_run_away() throws SQLException {
    try (Connection stranger = DATABASE.connect();
        Statement take = stranger.createStatement()) {
      take.execute("SELECT pg_advisory_lock(hashtextextended('dealsync run on portal main', 0))");
      long key;
      try (RunLease lease = database.leases().acquire("main", "sync")) {
        lease.open(HEADER).proveLease();
        key = Long.parseLong(sql.value("SELECT lock_key FROM dealsync.run_lock"));
        take.execute("SET lock_timeout = '200ms'");
        assertThatThrownBy(() -> take.execute("SELECT pg_advisory_lock(%d)".formatted(key)))
            .isInstanceOf(SQLException.class);
        sql.run("SELECT pg_terminate_backend(backend_pid) FROM dealsync.run_lock");
      }
      take.execute("SELECT pg_advisory_lock(%d)".formatted(key));

      database.leases().acquire("main", "sync").close();
    }
  }

  @Test
  void a_row_of_another_user_with_the_same_session_and_key_holds_nothing() throws SQLException {
    try (Connection stranger = DATABASE.connect();
        Statement take = stranger.createStatement()) {
      take.execute("SELECT pg_advisory_lock(-5)");
      take.execute(
          "INSERT INTO dealsync.run_lock (portal, command, held_by, backend_pid, lock_key, db_user)"
              + " VALUES ('main', 'sync', 'x', pg_backend_pid(), -5, 'somebody_else')");

      database.leases().acquire("main", "sync").close();

      take.execute(
          "INSERT INTO dealsync.run_lock (portal, command, held_by, backend_pid, lock_key)"
              + " VALUES ('main', 'sync', 'x', pg_backend_pid(), -5)");
      assertThatThrownBy(() -> database.leases().acquire("main", "sync"))
          .isInstanceOf(LeaseHeldException.class);
    }
  }

  @Test
  void a_session_that_keeps_the_row_locked_is_named_as_foreign() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.run_lock (portal, command, held_by, backend_pid) VALUES ('main',"
            + " 'sync', 'x', 0)");
    try (Connection person = DATABASE.connect();
        Statement edit = person.createStatement()) {
      edit.execute("SET application_name = 'psql'");
      person.setAutoCommit(false);
      edit.execute("SELECT FROM dealsync.run_lock FOR UPDATE");

      assertThatThrownBy(() -> database.leases().acquire("main", "sync"))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageMatching(
              "Portal main is busy: foreign, not a run of dealsync: PostgreSQL session \\d+ of user %s, application psql, in a transaction since .*"
                  .formatted(DATABASE.user()));
    }
    database.leases().acquire("main", "sync").close();
  }

  @Test
  void of_many_that_come_at_once_one_gets_the_portal() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4);
        Database wide =
            Database.open(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password(), 10)) {
      CountDownLatch decided = new CountDownLatch(4);
      Callable<Boolean> rival =
          () -> {
            try (RunLease lease = wide.leases().acquire("main", "sync")) {
              decided.countDown();
              decided.await();
              return lease != null;
            } catch (LeaseHeldException busy) {
              decided.countDown();
              return false;
            }
          };
      long winners = 0;
      for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(4, rival))) {
        winners += each.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void another_portal_is_free() {
    try (RunLease lease = database.leases().acquire("main", "sync");
        RunLease other = database.leases().acquire("branch", "sync")) {
      assertThat(lease).isNotSameAs(other);
    }
  }

  @Test
  void a_lost_session_frees_the_portal_and_stops_its_journal() throws SQLException {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      Change change = change(7, "", "5/10/Y");
      journal.planned(List.of(change));
      sql.run("SELECT pg_terminate_backend(backend_pid) FROM dealsync.run_lock");
      assertThatThrownBy(() -> journal.intend(List.of(change), Policy.MIRROR_WINS))
          .isInstanceOfSatisfying(
              DatabaseException.class,
              e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.UNREACHABLE));
      try (RunLease next = database.leases().acquire("main", "sync")) {
        assertThat(next.open(HEADER).openIntents(0, 0, 10)).isEmpty();
        assertThat(database.archive().run(journal.run()).orElseThrow().state())
            .isEqualTo(RunState.INTERRUPTED);
      }
    }
    assertThat(sql.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
        .isEqualTo("0");
  }

  @Test
  void a_lease_is_proven_on_its_own_session_while_it_lasts() throws SQLException {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      journal.proveLease();

      sql.run("SELECT pg_terminate_backend(backend_pid) FROM dealsync.run_lock");

      assertThatThrownBy(journal::proveLease)
          .isInstanceOf(LeaseLostException.class)
          .hasMessageStartingWith(
              "The run has lost its hold on portal main: its database session does not answer any"
                  + " more");
    }
  }

  @Test
  void a_session_without_the_lock_proves_nothing() throws SQLException {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal other;
      try (RunLease branch = database.leases().acquire("branch", "sync")) {
        other = branch.open(HEADER);
        lease.open(HEADER).proveLease();
        other.proveLease();
      }
      assertThatThrownBy(other::proveLease).isInstanceOf(LeaseLostException.class);
    }
  }

  @Test
  void a_run_begins_with_what_is_known_of_it_and_ends_with_its_numbers() {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      var begun = database.archive().run(journal.run()).orElseThrow();
      assertThat(begun.state()).isEqualTo(RunState.RUNNING);
      assertThat(begun.allowances()).containsExactly(Map.entry("removed-links", "5"));
      assertThat(begun.plan()).isEmpty();
      assertThat(begun.end()).isEmpty();

      journal.totals(TOTALS);
      lease.finish(journal.run(), Ends.done());
      var ended = database.archive().run(journal.run()).orElseThrow();
      assertThat(ended.plan()).contains(TOTALS);
      assertThat(ended.end()).contains(Ends.done());
      assertThat(ended.finishedAt()).isPresent();
    }
  }

  @Test
  void what_is_still_planned_when_a_run_is_done_was_skipped() throws SQLException {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(HEADER);
      journal.planned(List.of(change(7, "", "5/10/Y")));
      lease.finish(journal.run(), Ends.done());
    }
    assertThat(sql.value("SELECT status FROM dealsync.change")).isEqualTo("skipped");
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"PLANNED", "REFUSED", "INTERRUPTED"})
  void a_stored_plan_can_be_taken_up_with_further_allowances(RunState state) throws SQLException {
    long run = stored(state);
    try (RunLease lease = database.leases().acquire("main", "apply")) {
      Journal journal =
          lease.resume(
              run,
              new RunHeader(
                  "main",
                  "apply",
                  "she at there",
                  OptionalLong.empty(),
                  Map.of("changed-percent", "50")));
      assertThat(journal.run()).isEqualTo(run);
    }
    var taken = database.archive().run(run).orElseThrow();
    assertThat(taken.state()).isEqualTo(RunState.RUNNING);
    assertThat(taken.allowances())
        .containsOnly(Map.entry("removed-links", "5"), Map.entry("changed-percent", "50"));
    assertThat(sql.value("SELECT applied_by FROM dealsync.run")).isEqualTo("she at there");
  }

  @Test
  void other_runs_cannot_be_applied_and_the_message_says_why() {
    long done = stored(RunState.DONE);
    long incomplete;
    try (RunLease lease = database.leases().acquire("main", "plan")) {
      incomplete = lease.open(HEADER).run();
      lease.finish(incomplete, Ends.end(RunState.INTERRUPTED, "interrupted"));
    }
    try (RunLease lease = database.leases().acquire("main", "apply");
        RunLease branch = database.leases().acquire("branch", "apply")) {
      assertUnknown(lease, 99, "There is no run 99.");
      assertUnknown(lease, done, "cannot be applied: it is done.");
      assertUnknown(lease, incomplete, "cannot be applied: its plan was never completed.");
      assertUnknown(branch, done, "is one of portal main, not of branch");
    }
  }

  private static void assertUnknown(RunLease lease, long run, String message) {
    assertThatThrownBy(() -> lease.resume(run, HEADER))
        .isInstanceOf(UnknownRunException.class)
        .hasMessageContaining(message);
  }

  private static long stored(RunState state) {
    try (RunLease lease = database.leases().acquire("main", "plan")) {
      Journal journal = lease.open(HEADER);
      journal.totals(TOTALS);
      lease.finish(journal.run(), Ends.end(state, state.word()));
      return journal.run();
    }
  }
}
