package io.dealsync.db.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.Database;
import io.dealsync.db.TestSchema;
import io.dealsync.db.TestSql;
import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who did what is written down as it was, by whom it was. */
class AuditTrailTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final Roles ROLES = new Roles(DATABASE);
  private static String editor = "";
  private static String runner = "";

  private final TestSql owner = new TestSql(DATABASE.dataSource());

  @BeforeAll
  static void makeRoles() throws Exception {
    editor = ROLES.granted("editor");
    runner = ROLES.granted("runner");
  }

  @AfterAll
  static void dropRoles() throws SQLException {
    ROLES.close();
  }

  @BeforeEach
  void clean() throws SQLException {
    TestSchema.clean(DATABASE);
    owner.run(
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 8, 'parked',"
            + " 'x')",
        "INSERT INTO dealsync.run (portal, command, state, started_by) VALUES ('main', 'sync',"
            + " 'done', 'ann@desk')",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, primaries, read_at)"
            + " VALUES ('main', 7, '{5}', '{10}', '{5}', '2026-03-03 10:00Z')");
  }

  @Test
  void an_editor_cannot_acknowledge_in_another_name_or_at_another_time() throws SQLException {
    assertDenied(
        editor, "UPDATE dealsync.hold SET acknowledged_at = now(), acknowledged_by = 'the boss'");
    ROLES.as(editor).run("UPDATE dealsync.hold SET acknowledged_at = '2020-01-01', note = 'known'");
    assertThat(
            owner.value(
                "SELECT acknowledged_by, acknowledged_at > now() - interval '1 hour' FROM"
                    + " dealsync.hold"))
        .isEqualTo(editor + "|t");
  }

  @Test
  void not_even_the_owner_acknowledges_in_another_name() throws SQLException {
    owner.run("UPDATE dealsync.hold SET acknowledged_at = now(), acknowledged_by = 'the boss'");
    assertThat(owner.value("SELECT acknowledged_by FROM dealsync.hold")).isEqualTo(DATABASE.user());
    owner.run("UPDATE dealsync.hold SET acknowledged_by = 'the boss'");
    assertThat(owner.value("SELECT acknowledged_by FROM dealsync.hold")).isEqualTo(DATABASE.user());
  }

  @Test
  void a_run_that_holds_a_deal_again_keeps_who_acknowledged_it() throws SQLException {
    ROLES.as(editor).run("SELECT dealsync.acknowledge_hold(8, 'known')");
    ROLES
        .as(runner)
        .run("UPDATE dealsync.hold SET times = times + 1, acknowledged_by = acknowledged_by");
    assertThat(owner.value("SELECT acknowledged_by, note FROM dealsync.hold"))
        .isEqualTo(editor + "|known");
  }

  @Test
  void an_edit_is_not_dressed_as_a_runs_by_the_name_of_a_program() throws SQLException {
    ROLES
        .as(editor)
        .run(
            "SET application_name = 'dealsync'",
            "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    assertThat(owner.value("SELECT db_user, run_id FROM dealsync.edit_history"))
        .isEqualTo(editor + "|");
    try (Database opened = TestSchema.open(DATABASE)) {
      assertThat(opened.archive().deal("main", 7).orElseThrow().edits())
          .allSatisfy(edit -> assertThat(edit.who()).startsWith(editor));
    }
  }

  /** Numbers of sessions come again: the row of a run that died may name the editor's own. */
  @Test
  void an_edit_is_not_dressed_as_a_runs_by_a_row_that_was_left_behind() throws SQLException {
    try (Connection session = ROLES.connections(editor).getConnection();
        Statement sql = session.createStatement()) {
      int pid;
      try (ResultSet row = sql.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        pid = row.getInt(1);
      }
      owner.run(
          "INSERT INTO dealsync.run_lock (portal, command, run_id, held_by, backend_pid, db_user,"
              + " lock_key) VALUES"
              + " ('main', 'sync', 1, 'x', %d, '%s', 4711)".formatted(pid, runner));
      sql.execute("SELECT pg_advisory_lock(4711)");
      sql.execute("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    }
    assertThat(owner.value("SELECT db_user, run_id FROM dealsync.edit_history"))
        .isEqualTo(editor + "|");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE dealsync.run SET outcome = 'complete'",
        "UPDATE dealsync.run SET started_by = 'someone else'",
        "UPDATE dealsync.run SET started_at = now() - interval '1 day'",
        "UPDATE dealsync.edit SET db_user = 'someone else'",
        "DELETE FROM dealsync.edit",
        "DELETE FROM dealsync.deal_edit",
        "UPDATE dealsync.link_edit SET new_sort = 1",
        "UPDATE dealsync.observed_change SET contacts = '{}'",
        "DELETE FROM dealsync.observed_change",
        "DELETE FROM dealsync.change",
        "INSERT INTO dealsync.edit (edit_id, edited_table, operation, lines, portals) VALUES (1,"
            + " 'deal', 'insert', 1, '{}')",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail, acknowledged_at,"
            + " acknowledged_by) VALUES ('main', 9, 'parked', 'x', now(), 'the boss')"
      })
  void a_runner_cannot_rewrite_what_was(String statement) {
    assertDenied(runner, statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE dealsync.run SET explanation = 'all went well'",
        "UPDATE dealsync.run SET state = 'done', outcome = 'complete', failed = 0",
        "UPDATE dealsync.run SET state = 'running'",
        "UPDATE dealsync.run SET state = 'running', finished_at = NULL, failed = 0"
      })
  void not_even_under_a_lease_does_a_runner_rewrite_a_run_that_is_over(String statement)
      throws SQLException {
    owner.run(
        "INSERT INTO dealsync.run (portal, command, state, started_by, explanation, failed,"
            + " finished_at, managed) VALUES ('main', 'sync', 'failed', 'x', 'it broke', 5, now(),"
            + " 9)");
    assertThatThrownBy(() -> underALease("main", statement + " WHERE run_id = 2"))
        .satisfies(AuditTrailTest::denied);
  }

  /** Otherwise apply could not take a plan up. */
  @Test
  void a_stored_plan_is_taken_up_under_a_lease() throws SQLException {
    owner.run(
        "INSERT INTO dealsync.run (portal, command, state, started_by, finished_at, managed) VALUES"
            + " ('main', 'plan', 'planned', 'x', now(), 9)");
    underALease(
        "main",
        "UPDATE dealsync.run SET state = 'running', outcome = '', explanation = '', finished_at ="
            + " NULL, applied_at = now(), applied_by = 'x' WHERE run_id = 2");
    assertThat(owner.value("SELECT state FROM dealsync.run WHERE run_id = 2")).isEqualTo("running");
  }

  private static final String FORGED =
      "INSERT INTO dealsync.change (run_id, portal, deal_id, action, status) VALUES (%s, '%s', 99,"
          + " 'hold', 'held')";

  @Test
  void a_runner_cannot_add_to_a_run_that_is_over_or_to_one_of_another_portal() throws SQLException {
    assertThatThrownBy(() -> underALease("main", FORGED.formatted(1, "main")))
        .satisfies(AuditTrailTest::denied)
        .hasMessageContaining("run 1 is not going on");
    owner.run(
        "INSERT INTO dealsync.run (portal, command, started_by) VALUES ('branch', 'sync', 'x')");
    assertThatThrownBy(() -> underALease("main", FORGED.formatted(2, "branch")))
        .satisfies(AuditTrailTest::denied)
        .hasMessageContaining("this session does not hold portal branch");
    assertThatThrownBy(() -> underALease("main", FORGED.formatted(2, "main")))
        .satisfies(AuditTrailTest::denied);
    assertThat(owner.lines("SELECT run_id FROM dealsync.change")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO dealsync.run (portal, command, started_by) VALUES ('main', 'sync', 'boss')",
        "UPDATE dealsync.run SET outcome = 'complete' WHERE run_id = 2",
        "UPDATE dealsync.change SET status = 'skipped'",
        "INSERT INTO dealsync.change (run_id, portal, deal_id, action, status) VALUES (2, 'main',"
            + " 99, 'hold', 'held')",
        "SELECT dealsync.journal_wanted(1, 'main', 7, 'x', true, '[]', '[]')",
        "SELECT dealsync.journal_wanted(2, 'main', 7, 'x', true, '[]', '[]')"
      })
  void a_runner_writes_the_journal_of_the_run_that_it_conducts_only(String statement)
      throws SQLException {
    owner.run(
        "INSERT INTO dealsync.run (portal, command, started_by) VALUES ('main', 'sync', 'x')",
        """
        INSERT INTO dealsync.change (run_id, portal, deal_id, action, method, arguments, mode, policy, before, target)
        VALUES (2, 'main', 7, 'link', 'x', '[]', 'mirror', 'mirror-wins', '[]', '[]')\
        """);
    assertDenied(runner, statement);
  }

  /** As a run does it: the portal's row names this session and a lock that it has. */
  private static void underALease(String portal, String statement) throws SQLException {
    ROLES
        .as(runner)
        .run(
            "SELECT pg_advisory_lock(4711)",
            """
            INSERT INTO dealsync.run_lock (portal, command, held_by, backend_pid, lock_key)
            VALUES ('%s', 'sync', 'x', pg_backend_pid(), 4711)
            ON CONFLICT (portal) DO UPDATE SET backend_pid = excluded.backend_pid, lock_key = excluded.lock_key\
            """
                .formatted(portal),
            statement);
  }

  @Test
  void a_runner_cannot_rewrite_what_the_portal_once_answered() throws SQLException {
    ROLES.as(runner).run("UPDATE dealsync.observed_deal SET contacts = '{6}', primaries = '{6}'");
    assertThat(owner.lines("SELECT contacts FROM dealsync.observed_change ORDER BY read_at"))
        .containsExactly("{5}", "{6}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT dealsync.begin_mirror_run('main', 'sync')",
        "SELECT dealsync.journal_wanted(1, 'main', 7, 'x', true, '[]', '[]')"
      })
  void an_editor_cannot_write_into_the_journal(String statement) {
    assertDenied(editor, statement);
  }

  private static void assertDenied(String role, String statement) {
    assertThatThrownBy(() -> ROLES.as(role).run(statement)).satisfies(AuditTrailTest::denied);
  }

  private static void denied(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }
}
