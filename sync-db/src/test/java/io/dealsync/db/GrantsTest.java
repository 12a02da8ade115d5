package io.dealsync.db;

import static io.dealsync.db.Changes.THEN;
import static io.dealsync.db.Changes.adopting;
import static io.dealsync.db.Changes.change;
import static io.dealsync.db.Changes.image;
import static io.dealsync.db.Changes.set;
import static io.dealsync.db.Changes.withEdit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.legacy.FileKey;
import io.dealsync.db.legacy.FoundId;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.LegacyImports;
import io.dealsync.db.legacy.LegacyKind;
import io.dealsync.db.legacy.LegacyLink;
import io.dealsync.db.legacy.LegacyParity;
import io.dealsync.db.legacy.LegacyResolution;
import io.dealsync.db.legacy.LinkUpload;
import io.dealsync.db.legacy.MappedId;
import io.dealsync.db.legacy.MoveOptions;
import io.dealsync.db.legacy.RejectedRow;
import io.dealsync.db.legacy.RowCounts;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.decide.HoldReason;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Selection;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.Settled;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each role can do its work, and nothing else. */
class GrantsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final String PASSWORD = "test-password";
  private static final List<String> KINDS = List.of("editor", "runner", "reader");

  private final TestSql owner = new TestSql(DATABASE.dataSource());

  @BeforeAll
  static void makeRoles() throws Exception {
    TestSql admin = new TestSql(DATABASE.superuser());
    new TestSql(DATABASE.dataSource())
        .run(
            "CREATE SCHEMA secret",
            "CREATE TABLE secret.links (deal_id bigint, contact_id bigint)",
            "GRANT USAGE ON SCHEMA secret TO PUBLIC");
    for (String kind : KINDS) {
      admin.run("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role(kind), PASSWORD));
      try (Connection connection = DATABASE.connect()) {
        PsqlScript grants = new PsqlScript("grants/" + kind + ".sql");
        grants.run(connection, role(kind), Path.of("."));
        grants.run(connection, role(kind), Path.of("."));
      }
    }
  }

  @AfterAll
  static void dropRoles() throws SQLException {
    TestSql admin = new TestSql(DATABASE.superuser());
    for (String kind : KINDS) {
      admin.run("DROP OWNED BY " + role(kind), "DROP ROLE " + role(kind));
    }
  }

  @BeforeEach
  void clean() throws SQLException {
    TestSchema.clean(DATABASE);
    owner.run(
        "INSERT INTO dealsync.run (portal, command, state, started_by) VALUES ('main', 'plan',"
            + " 'planned', 'test')",
        """
        INSERT INTO dealsync.change (run_id, portal, deal_id, action, method, arguments, mode, policy, before, target)
        VALUES (1, 'main', 7, 'link', 'crm.deal.contact.add', '[]', 'mirror', 'mirror-wins', '[]', '[]')\
        """,
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 8,"
            + " 'deal-missing', 'gone')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        "INSERT INTO dealsync.deal (deal_id, mode, policy, note) VALUES (7, 'add_only', 'merge',"
            + " 'x')",
        "UPDATE dealsync.deal SET mode = 'paused', policy = 'hold', note = 'x'",
        "UPDATE dealsync.deal_contact SET sort = 20, is_primary = true",
        "DELETE FROM dealsync.deal_contact",
        "DELETE FROM dealsync.deal",
        "INSERT INTO dealsync.legacy_deal (source, legacy_id) VALUES ('old', 'D1')",
        "INSERT INTO dealsync.legacy_contact (source, legacy_id) VALUES ('old', 'C1')",
        "INSERT INTO dealsync.legacy_file (source, name) VALUES ('old', 'by hand')",
        "INSERT INTO dealsync.legacy_link (file_id, legacy_deal_id, legacy_contact_id) VALUES (1,"
            + " 'D1', 'C1')",
        "UPDATE dealsync.legacy_leftover SET outcome = 'skipped'",
        "DELETE FROM dealsync.legacy_file",
        "UPDATE dealsync.change SET verdict = 'skip'",
        "UPDATE dealsync.hold SET acknowledged_at = now(), note = 'known'",
        "DELETE FROM dealsync.failure_streak",
        "SELECT dealsync.release_deal(7)",
        "SELECT dealsync.acknowledge_hold(8, 'known')",
        "CREATE TEMP TABLE mine AS SELECT 7 AS deal_id, 5 AS contact_id;"
            + " SELECT * FROM dealsync.preview_links('mine', absent => 'clear');"
            + " CALL dealsync.replace_links('mine', 'main', 'clear')",
        "SELECT * FROM dealsync.taken_out_legacy_link",
        "SELECT * FROM dealsync.pending_change",
        "SELECT * FROM dealsync.links_as_of(now())",
        "SELECT * FROM dealsync.observed_links_as_of(now())"
      })
  void an_editor_edits_and_reviews(String statement) throws SQLException {
    as("editor").run(statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE dealsync.deal SET edit_mark = NULL",
        "INSERT INTO dealsync.deal (deal_id, edit_mark) VALUES (7, NULL)",
        "UPDATE dealsync.change SET status = 'verified'",
        "UPDATE dealsync.change SET target = '[]'",
        "DELETE FROM dealsync.change",
        "UPDATE dealsync.hold SET reason = 'x'",
        "DELETE FROM dealsync.hold",
        "INSERT INTO dealsync.run (portal, command, started_by) VALUES ('main', 'sync', 'x')",
        "DELETE FROM dealsync.link_edit",
        "INSERT INTO dealsync.edit (edit_id, edited_table, operation, lines) VALUES (1, 'deal',"
            + " 'insert', 1)",
        "SELECT dealsync.record_edit(1, 'deal', 'insert', 1, '{}')",
        "UPDATE dealsync.failure_streak SET failures = 0",
        "UPDATE dealsync.base_deal SET contacts = '{}'",
        "UPDATE dealsync.observed_deal SET contacts = '{}'",
        "TRUNCATE dealsync.deal_contact",
        "CALL dealsync.replace_links('secret.links', 'main', 'keep')",
        "UPDATE dealsync.link_feed SET row_count = 0",
        "SELECT dealsync.journal_wanted_deals(1, 'main', '{7}', 'x', '{t}', '{[]}', '{[]}')",
        "ALTER TABLE dealsync.deal_contact DISABLE TRIGGER USER",
        "INSERT INTO dealsync.qrtz_locks VALUES ('s', 'l')"
      })
  void an_editor_touches_nothing_else(String statement) {
    assertDenied("editor", statement);
  }

  @Test
  void the_history_names_the_editor_and_not_the_owner() throws SQLException {
    as("editor").run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    assertThat(owner.value("SELECT db_user FROM dealsync.edit_history")).isEqualTo(role("editor"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        "DELETE FROM dealsync.deal_contact",
        "UPDATE dealsync.deal SET edit_mark = NULL",
        "INSERT INTO dealsync.base_deal (portal, deal_id) VALUES ('main', 7)",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, read_at) VALUES ('main', 7, now())",
        "DELETE FROM dealsync.hold",
        "DELETE FROM dealsync.failure_streak",
        "INSERT INTO dealsync.run_lock (portal, command, held_by, backend_pid) VALUES ('main',"
            + " 'sync', 'x', 1)",
        "INSERT INTO dealsync.portal_state VALUES ('main', 0, now())",
        "INSERT INTO dealsync.pull (portal, scope, run_id) VALUES ('main', 'all', 1)",
        "SELECT * FROM dealsync.schema_version",
        "SELECT dealsync.release_deal(7)",
        "SELECT dealsync.acknowledge_hold(8, 'known')",
        "SELECT * FROM dealsync.legacy_parity",
        "INSERT INTO dealsync.qrtz_locks VALUES ('s', 'l')"
      })
  void a_runner_keeps_the_journal(String statement) throws SQLException {
    as("runner").run(statement);
  }

  @Test
  void a_runner_conducts_a_whole_run() throws SQLException {
    owner.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    try (Database database =
            Database.open(
                DATABASE.jdbcUrl().replaceFirst("\\?.*", ""), role("runner"), PASSWORD, 4);
        RunLease lease = database.leases().acquire("main", "sync")) {
      database.migrations().requireCurrent();
      MirrorDeal deal = database.mirror("main").page(new Selection.All(), 0, 10).get(0);
      Journal journal =
          lease.open(new RunHeader("main", "sync", "test", OptionalLong.empty(), Map.of()));
      journal.observed(
          List.of(new DealObservation(7, new Observation.Present(image("6/10/Y"), THEN))));
      journal.held(List.of(new HeldDeal(8, HoldReason.DEAL_MISSING, "It is gone.")));
      Change change =
          adopting(
              withEdit(change(7, "6/10/Y", "6/10/Y", new Method.Keep()), deal.edit()),
              "5/10/Y",
              "6/10/Y");
      journal.planned(List.of(change));
      journal.intend(List.of(change), change.policy());
      journal.settle(List.of(new Settled(change, new Outcome.Verified(image("6/10/Y")))));
      lease.finish(journal.run(), Ends.done());
      assertThat(database.archive().status("main").openIntents()).isZero();
      assertThat(database.archive().deal("main", 7).orElseThrow().desired())
          .isEqualTo(set("6/10/Y"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"editor", "runner"})
  void editors_and_runners_settle_conflicts(String kind) throws SQLException {
    owner.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, read_at) VALUES"
            + " ('main', 7, '{6}', '{10}', now())");
    as(kind).run("SELECT dealsync.settle_conflict(7, 'portal')");
    assertThat(owner.lines("SELECT contact_id FROM dealsync.deal_contact")).containsExactly("6");
  }

  @Test
  void a_runner_moves_links_in_from_another_crm() throws SQLException {
    DataSource runner = DATABASE.as(role("runner"), PASSWORD);
    FileKey key = new FileKey("main", "old", "cafe", "generic", "deal=deal");
    for (int round = 0; round < 2; round++) {
      try (LegacyImports imports = LegacyImports.open(runner)) {
        LinkUpload upload =
            round == 0
                ? imports.upload(key, "links.csv", "UTF-8", 1)
                : imports.uploadAgain(key, "links.csv", "UTF-8", 1);
        upload.add(2, new LegacyLink("D1", "C1", OptionalInt.empty(), true, "", ""));
        upload.add(new Leftover(3, "D2", "", Leftover.Outcome.REJECTED, "there is no contact id"));
        upload.addCorrectionOf(new RejectedRow(1, 1));
        upload.complete(3, RowCounts.NONE.plusLinked(1).plusRejected(), true);
      }
    }
    try (LegacyResolution links = LegacyResolution.open(runner, "main", "old")) {
      links.ids(LegacyKind.DEAL).record(List.of(FoundId.of("D1", 7)));
      links.ids(LegacyKind.CONTACT).load(List.of(new MappedId(1, "C1", 5)).iterator());
      links.judge();
      assertThat(links.move(new MoveOptions(false, true, 10), () -> false).links()).isEqualTo(1);
    }
    assertThat(owner.lines("SELECT deal_id, contact_id FROM dealsync.deal_contact"))
        .containsExactly("7|5");
    assertThat(
            owner.value(
                "SELECT reltuples::int FROM pg_class WHERE oid = 'dealsync.legacy_deal'::regclass"))
        .as("rows that the planner knows of")
        .isEqualTo("1");
    assertThat(LegacyParity.read(runner, "main", Optional.empty(), 10).missing()).isEqualTo(2);
  }

  /** In a transaction that is taken back, because roles are shared by all databases of a server. */
  @ParameterizedTest
  @ValueSource(strings = {"editor", "runner", "reader"})
  void without_a_role_the_grants_are_for_dealsyncs_own_one(String kind) throws Exception {
    PsqlScript grants = new PsqlScript("grants/" + kind + ".sql");
    assertThat(grants.defaultRole()).isEqualTo("dealsync_" + kind);
    try (Connection connection = DATABASE.superuser().getConnection();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute(
          "DO $$BEGIN CREATE ROLE dealsync_%s; EXCEPTION WHEN duplicate_object THEN END$$"
              .formatted(kind));
      grants.run(connection, Path.of("."));
      try (ResultSet rows =
          sql.executeQuery(
              "SELECT has_table_privilege('dealsync_%s', 'dealsync.deal_overview', 'SELECT')"
                  .formatted(kind))) {
        assertThat(TestSql.lines(rows)).containsExactly("t");
      }
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM dealsync.change",
        "DELETE FROM dealsync.run",
        "DELETE FROM dealsync.edit",
        "DELETE FROM dealsync.observed_change",
        "UPDATE dealsync.link_edit SET new_sort = 1",
        "TRUNCATE dealsync.change",
        "DROP TABLE dealsync.change",
        "CREATE TABLE dealsync.mine ()"
      })
  void a_runner_cannot_rewrite_the_past_or_the_schema(String statement) {
    assertDenied("runner", statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM dealsync.deal_overview",
        "SELECT * FROM dealsync.edit_history",
        "SELECT * FROM dealsync.run_summary",
        "SELECT * FROM dealsync.links_as_of(now())"
      })
  void a_reader_looks(String statement) throws SQLException {
    as("reader").run(statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        "UPDATE dealsync.deal SET note = 'x'",
        "DELETE FROM dealsync.deal",
        "UPDATE dealsync.change SET verdict = 'skip'",
        "UPDATE dealsync.hold SET note = 'x'",
        "INSERT INTO dealsync.legacy_file (source, name) VALUES ('old', 'by hand')",
        "SELECT dealsync.settle_conflict(7, 'desired')",
        "SELECT dealsync.release_deal(7)",
        "SELECT dealsync.acknowledge_hold(8)",
        "CREATE TEMP TABLE mine AS SELECT 7 AS deal_id, 5 AS contact_id;"
            + " CALL dealsync.replace_links('mine', 'main', 'keep')",
        "SELECT nextval('dealsync.edit_mark')"
      })
  void a_reader_only_looks(String statement) {
    assertDenied("reader", statement);
  }

  private static void assertDenied(String kind, String statement) {
    assertThatThrownBy(() -> as(kind).run(statement))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  private static TestSql as(String kind) {
    return new TestSql(DATABASE.as(role(kind), PASSWORD));
  }

  /** Roles are shared by all databases of a server, so they carry this one's name. */
  private static String role(String kind) {
    return DATABASE.name() + "_" + kind;
  }
}
