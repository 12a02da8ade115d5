package io.dealsync.db.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.PsqlScript;
import io.dealsync.db.TestSchema;
import io.dealsync.db.TestSql;
import io.dealsync.db.testing.TestDatabase;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Who has the rights of one portal among several neither sees nor changes another one. */
class PortalRightsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final Roles ROLES = new Roles(DATABASE);
  private static String reader = "";
  private static String editor = "";
  private static String everyEditor = "";
  private static String runner = "";

  private final TestSql owner = new TestSql(DATABASE.dataSource());

  @BeforeAll
  static void makeRoles() throws Exception {
    everyEditor = ROLES.granted("editor");
    runner = ROLES.granted("runner");
    reader = ROLES.granted("portal-reader", "berlin");
    editor = ROLES.granted("portal-editor", "berlin");
  }

  @AfterAll
  static void dropRoles() throws SQLException {
    ROLES.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    TestSchema.clean(DATABASE);
    for (String portal : List.of("berlin", "main")) {
      owner.run(
          "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('%s', 7, 5), ('%s', 8, 5)"
              .formatted(portal, portal),
          "UPDATE dealsync.deal SET mode = 'add_only' WHERE portal = '%s' AND deal_id = 8"
              .formatted(portal),
          """
          INSERT INTO dealsync.run (portal, command, state, started_by, managed) VALUES ('%s', 'plan', 'planned', 'x', 2)\
          """
              .formatted(portal),
          """
          INSERT INTO dealsync.change (run_id, portal, deal_id, action, method, arguments, mode, policy, before, target, removed, sent_at)
          SELECT max(run_id), '%s', 7, 'link', 'x', '[]', 'mirror', 'mirror-wins', '[]', '[]', 1, now() FROM dealsync.run\
          """
              .formatted(portal),
          "INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, primaries, read_at) VALUES ('%s', 7, '{6}', '{10}', '{6}', now())"
              .formatted(portal),
          "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries) VALUES ('%s', 7, '{4}', '{10}', '{4}')"
              .formatted(portal),
          "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('%s', 7, 'parked', 'x')"
              .formatted(portal),
          "INSERT INTO dealsync.failure_streak (portal, deal_id, last_run, last_error) VALUES ('%s', 7, 1, 'x')"
              .formatted(portal),
          "INSERT INTO dealsync.run_lock (portal, command, held_by, backend_pid) VALUES ('%s', 'sync', 'x', 0)"
              .formatted(portal),
          "INSERT INTO dealsync.pull (portal, scope, run_id) VALUES ('%s', 'all', 1)"
              .formatted(portal));
    }
  }

  @Test
  void what_can_be_looked_at_is_of_the_own_portal_only() throws SQLException {
    List<String> relations =
        owner.lines(
            """
            SELECT c.oid::regclass FROM pg_class AS c
            WHERE c.relnamespace = 'dealsync'::regnamespace AND c.relkind IN ('r', 'v') AND has_table_privilege('%s', c.oid, 'SELECT')\
            """
                .formatted(reader));
    assertThat(relations).hasSizeGreaterThan(13);
    for (String role : List.of(reader, editor)) {
      for (String relation : relations) {
        String portal = relation.equals("dealsync.edit") ? "unnest(portals)" : "portal";
        assertThat(ROLES.as(role).lines("SELECT DISTINCT %s FROM %s".formatted(portal, relation)))
            .as(relation)
            .containsExactly("berlin");
      }
      assertThat(ROLES.as(role).lines("SELECT DISTINCT portal FROM dealsync.links_as_of(now())"))
          .containsExactly("berlin");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('%s', 9, 5)",
        "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('%s', 10)",
        "SELECT dealsync.settle_conflict(7, 'portal', '%s')",
        "SELECT dealsync.release_deal(7, '%s')",
        "SELECT dealsync.acknowledge_hold(7, 'x', '%s')",
        "UPDATE dealsync.deal_contact SET portal = '%s'",
        "TRUNCATE dealsync.deal_contact"
      })
  void an_editor_of_one_portal_cannot_write_into_another_one(String statement) {
    assertThatThrownBy(() -> ROLES.as(editor).run(statement.formatted("main")))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  @Test
  void an_editor_of_one_portal_edits_and_reviews_there_and_nowhere_else() throws SQLException {
    ROLES
        .as(editor)
        .run(
            "UPDATE dealsync.deal_contact SET sort = 20",
            "UPDATE dealsync.deal SET note = 'mine'",
            "UPDATE dealsync.change SET verdict = 'skip'",
            "UPDATE dealsync.hold SET acknowledged_at = now(), note = 'known'",
            "DELETE FROM dealsync.failure_streak",
            "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('berlin', 9,"
                + " 5)",
            "DELETE FROM dealsync.deal WHERE deal_id = 8");
    assertThat(owner.lines("SELECT portal, deal_id, sort FROM dealsync.deal_contact ORDER BY 1, 2"))
        .containsExactly("berlin|7|20", "berlin|9|", "main|7|", "main|8|");
    assertThat(owner.lines("SELECT DISTINCT portal FROM dealsync.deal WHERE note = 'mine'"))
        .containsExactly("berlin");
    assertThat(owner.lines("SELECT portal FROM dealsync.change WHERE verdict = 'skip'"))
        .containsExactly("berlin");
    assertThat(
            owner.lines("SELECT portal, acknowledged_by FROM dealsync.hold WHERE note IS NOT NULL"))
        .containsExactly("berlin|" + editor);
    assertThat(owner.lines("SELECT portal FROM dealsync.failure_streak")).containsExactly("main");
  }

  @Test
  void links_of_another_portal_are_not_dropped_by_a_setting_that_names_an_edit()
      throws SQLException {
    owner.run(
        "DELETE FROM dealsync.deal WHERE portal = 'main' AND deal_id = 8",
        "ALTER TABLE dealsync.deal_contact DISABLE TRIGGER USER",
        "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('main', 8, 31)",
        "ALTER TABLE dealsync.deal_contact ENABLE TRIGGER USER");
    ROLES
        .as(editor)
        .run(
            "SELECT set_config('dealsync.removals_undecided', string_agg(n::text, ','), false) FROM"
                + " generate_series(1, 10000) AS n",
            "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('berlin', 9,"
                + " 5)");
    assertThat(owner.lines("SELECT contact_id FROM dealsync.deal_contact WHERE portal = 'main'"))
        .contains("31");
  }

  @Test
  void a_role_has_the_rights_of_some_portals_or_of_all() {
    for (String script : List.of("reader", "editor", "runner")) {
      assertThatThrownBy(() -> grant(script, reader))
          .hasMessageContaining("role " + reader + " sees some portals only");
    }
    for (String role : List.of(everyEditor, runner)) {
      assertThatThrownBy(() -> grant("portal-reader", role))
          .hasMessageContaining("role " + role + " has rights for every portal")
          .hasMessageContaining("portal_state");
    }
  }

  private static void grant(String script, String role) throws Exception {
    try (Connection connection = DATABASE.connect()) {
      new PsqlScript("grants/" + script + ".sql")
          .run(connection, Map.of("role", role, "portals", "berlin"), Path.of("."));
    }
  }

  /** PostgreSQL refuses COPY FROM into tables with row-level security, and says so. */
  @Test
  void a_load_by_copy_goes_by_a_table_of_ones_own() throws Exception {
    for (String role : List.of(everyEditor, runner)) {
      try (Connection connection = ROLES.connections(role).getConnection();
          Statement sql = connection.createStatement()) {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        String columns = "(deal_id, contact_id) FROM STDIN (FORMAT csv)";
        assertThatThrownBy(
                () -> copy.copyIn("COPY dealsync.deal_contact " + columns, new StringReader("9,5")))
            .hasMessageContaining("COPY FROM not supported with row-level security");

        sql.execute("CREATE TEMP TABLE staged (deal_id bigint, contact_id bigint)");
        copy.copyIn("COPY staged " + columns, new StringReader("9,5\n10,5\n"));
        sql.execute(
            "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT * FROM staged WHERE"
                + " deal_id = 9");
        sql.execute("CALL dealsync.replace_links('staged', 'main', absent => 'keep')");
      }
      assertThat(owner.lines("SELECT deal_id FROM dealsync.deal_contact WHERE deal_id > 8"))
          .containsExactlyInAnyOrder("9", "10");
      owner.run("DELETE FROM dealsync.deal WHERE deal_id > 8");
    }
  }

  @Test
  void a_reader_of_one_portal_changes_nothing() {
    for (String statement :
        List.of("UPDATE dealsync.deal SET note = 'x'", "DELETE FROM dealsync.deal_contact")) {
      assertThatThrownBy(() -> ROLES.as(reader).run(statement))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void everybody_else_still_works_on_every_portal() throws SQLException {
    for (String role : List.of(everyEditor, runner)) {
      ROLES.as(role).run("UPDATE dealsync.deal_contact SET sort = coalesce(sort, 0) + 10");
      assertThat(
              ROLES.as(role).lines("SELECT DISTINCT portal FROM dealsync.deal_overview ORDER BY 1"))
          .containsExactly("berlin", "main");
    }
    assertThat(owner.lines("SELECT DISTINCT portal, sort FROM dealsync.deal_contact ORDER BY 1"))
        .containsExactly("berlin|20", "main|20");
    owner.run("UPDATE dealsync.deal SET note = 'x'");
  }
}
