package io.dealsync.db.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.TestSchema;
import io.dealsync.db.TestSql;
import io.dealsync.db.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Nobody becomes more than what a grant script has made of them. */
class RolesAreSeparateTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  static final List<String> TRIGGER_FUNCTIONS =
      List.of(
          "links_will_come",
          "deal_contact_inserted",
          "deal_contact_updated",
          "deal_contact_deleted",
          "deal_inserted",
          "mark_deal",
          "deal_updated",
          "deal_deleted",
          "deals_are_gone",
          "delete_before_truncate",
          "guard_verdict",
          "observation_changed",
          "legacy_file_deleted");

  /**
   * Every right on every function, table, view, sequence and column, and who has it. A change is
   * written down by -Drights.rewrite=true, to be read before it is committed.
   */
  private static final Path RIGHTS = Path.of("src/test/resources/rights.txt");

  private static final Roles ROLES = new Roles(DATABASE);
  private static String reader = "";
  private static String stranger = "";

  private final TestSql owner = new TestSql(DATABASE.dataSource());

  @BeforeAll
  static void makeRoles() throws Exception {
    reader = ROLES.granted("reader");
    stranger = ROLES.bare("stranger");
    ROLES.granted("editor");
    ROLES.granted("runner");
  }

  @AfterAll
  static void dropRoles() throws SQLException {
    ROLES.close();
  }

  @BeforeEach
  void clean() throws SQLException {
    TestSchema.clean(DATABASE);
    owner.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
  }

  /** The attacker's function runs as whoever deletes from the attacker's table. */
  @Test
  void a_reader_does_not_become_the_owner_by_a_truncate_of_a_table_of_its_own() {
    for (String role : List.of(reader, stranger)) {
      assertThatThrownBy(
              () ->
                  ROLES
                      .as(role)
                      .run(
                          "CREATE TEMP TABLE mine (portal text, deal_id bigint)",
                          "INSERT INTO mine VALUES ('main', 7)",
                          """
                          CREATE FUNCTION pg_temp.as_owner() RETURNS trigger LANGUAGE plpgsql AS $$
                          BEGIN DELETE FROM dealsync.deal_contact; RETURN OLD; END $$\
                          """,
                          "CREATE TRIGGER a BEFORE DELETE ON mine FOR EACH ROW EXECUTE FUNCTION"
                              + " pg_temp.as_owner()",
                          "CREATE TRIGGER b BEFORE TRUNCATE ON mine EXECUTE FUNCTION"
                              + " dealsync.delete_before_truncate()",
                          "TRUNCATE mine"))
          .satisfies(RolesAreSeparateTest::denied);
    }
    assertNothingHappened();
  }

  @Test
  void a_reader_does_not_manage_a_deal_by_links_in_a_table_of_its_own() {
    assertThatThrownBy(
            () ->
                ROLES
                    .as(reader)
                    .run(
                        "CREATE TEMP TABLE mine (LIKE dealsync.deal_contact)",
                        "CREATE TRIGGER a AFTER INSERT ON mine REFERENCING NEW TABLE AS added"
                            + " EXECUTE FUNCTION dealsync.deal_contact_inserted()",
                        "INSERT INTO mine VALUES ('main', 4711, 5, NULL, false)"))
        .satisfies(RolesAreSeparateTest::denied);
    assertNothingHappened();
  }

  @ParameterizedTest
  @FieldSource("TRIGGER_FUNCTIONS")
  void nobody_hangs_a_function_of_the_owner_on_a_table_of_their_own(String function) {
    for (String role :
        List.of(reader, stranger, DATABASE.name() + "_editor", DATABASE.name() + "_runner")) {
      assertThatThrownBy(
              () ->
                  ROLES
                      .as(role)
                      .run(
                          "CREATE TEMP TABLE mine (portal text, deal_id bigint)",
                          "CREATE TRIGGER a AFTER INSERT ON mine EXECUTE FUNCTION dealsync."
                              + function
                              + "()"))
          .satisfies(RolesAreSeparateTest::denied);
    }
  }

  /** Were it granted by mistake one day, it would still refuse. */
  @ParameterizedTest
  @FieldSource("TRIGGER_FUNCTIONS")
  void a_function_of_the_owner_works_for_its_own_table_only(String function) {
    String when =
        switch (function) {
          case "mark_deal", "guard_verdict" -> "BEFORE UPDATE ON mine FOR EACH ROW";
          case "deals_are_gone" -> "AFTER UPDATE ON mine FOR EACH ROW";
          default -> "AFTER UPDATE ON mine";
        };
    assertThatThrownBy(
            () ->
                owner.run(
                    "CREATE TEMP TABLE mine (portal text, deal_id bigint)",
                    "INSERT INTO mine VALUES ('main', 7)",
                    "CREATE TRIGGER a %s EXECUTE FUNCTION dealsync.%s()".formatted(when, function),
                    "UPDATE mine SET deal_id = 8"))
        .satisfies(RolesAreSeparateTest::denied)
        .hasMessageContaining("this trigger function works for dealsync.");
  }

  @Test
  void every_trigger_function_of_the_owner_is_attacked_here() throws SQLException {
    assertThat(
            owner.lines(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'dealsync'::regnamespace AND"
                    + " prosecdef AND prorettype = 'trigger'::regtype"))
        .containsExactlyInAnyOrderElementsOf(TRIGGER_FUNCTIONS);
  }

  @Test
  void nothing_is_for_everybody() throws SQLException {
    assertThat(
            owner.lines(
                rights(
                    "SELECT kind || ' ' || object || ' ' || privilege FROM rights WHERE grantee"
                        + " = 0")))
        .isEmpty();
  }

  @Test
  void a_role_has_no_right_that_is_not_named() throws SQLException, IOException {
    List<String> found =
        owner.lines(
            rights(
                """
                , named AS (
                  SELECT kind, object, replace(pg_get_userbyid(grantee), current_database() || '_', '') AS role,
                         string_agg(privilege, ',' ORDER BY privilege) AS privileges
                  FROM rights WHERE true GROUP BY 1, 2, 3
                ), by_object AS (
                  SELECT kind, object, string_agg(role || ' ' || privileges, '; ' ORDER BY role) AS whose
                  FROM named GROUP BY 1, 2
                )
                SELECT kind || ' ' || object || ': ' || whose FROM by_object WHERE kind <> 'column'
                UNION ALL
                SELECT 'columns of ' || split_part(object, '.', 1) || ' (' || string_agg(split_part(object, '.', 2), ', ' ORDER BY object)
                  || '): ' || whose
                FROM by_object WHERE kind = 'column' GROUP BY split_part(object, '.', 1), whose
                ORDER BY 1\
                """));
    if (Boolean.getBoolean("rights.rewrite")) {
      Files.write(RIGHTS, found);
    }
    assertThat(found).containsExactlyElementsOf(Files.readAllLines(RIGHTS));
  }

  private static String rights(String query) {
    return """
    WITH rights AS (
      SELECT 'function' AS kind, p.oid::regprocedure::text AS object, acl.grantee, acl.privilege_type AS privilege, p.proowner AS owner
      FROM pg_proc AS p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS acl
      WHERE p.pronamespace = 'dealsync'::regnamespace
      UNION ALL
      SELECT 'schema', n.nspname, acl.grantee, acl.privilege_type, n.nspowner
      FROM pg_namespace AS n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS acl
      WHERE n.nspname = 'dealsync'
      UNION ALL
      SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' ELSE 'table' END, c.relname, acl.grantee,
             acl.privilege_type, c.relowner
      FROM pg_class AS c, aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) AS acl
      WHERE c.relnamespace = 'dealsync'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      UNION ALL
      SELECT 'column', c.relname || '.' || a.attname, acl.grantee, acl.privilege_type, c.relowner
      FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid, aclexplode(a.attacl) AS acl
      WHERE c.relnamespace = 'dealsync'::regnamespace
    )\
    """
        + query.replace("FROM rights WHERE", "FROM rights WHERE grantee <> owner AND");
  }

  private static void denied(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  private void assertNothingHappened() {
    try {
      assertThat(owner.lines("SELECT deal_id, contact_id FROM dealsync.deal_contact"))
          .containsExactly("7|5");
      assertThat(owner.lines("SELECT deal_id FROM dealsync.deal")).containsExactly("7");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
