package io.dealsync.db.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.Database;
import io.dealsync.db.DatabaseException;
import io.dealsync.db.PsqlScript;
import io.dealsync.db.Scene;
import io.dealsync.db.TestSchema;
import io.dealsync.db.TestSql;
import io.dealsync.db.legacy.FoundId;
import io.dealsync.db.legacy.LegacyKind;
import io.dealsync.db.legacy.LegacyParity;
import io.dealsync.db.legacy.LegacyResolution;
import io.dealsync.db.legacy.MappedId;
import io.dealsync.db.legacy.MoveOptions;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.plan.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** dealsync executes no operator and no function that someone else has put into the database. */
class NothingOfOthersIsExecutedTest {

  @RegisterExtension final TestDatabase database = TestDatabase.empty();

  /** Pairs of types that dealsync compares, and that PostgreSQL has no operator of its own for. */
  private static final List<String> PAIRS =
      List.of(
          "text, varchar",
          "bigint, numeric",
          "integer, numeric",
          "bigint[], bigint[]",
          "text[], text[]",
          "oid, regnamespace",
          "name, text",
          "text, name",
          "jsonb, jsonb");

  /** Functions for any type, which one for a certain type is taken before. */
  private static final List<String> FUNCTIONS =
      List.of(
          "unnest(bigint[])",
          "unnest(text[])",
          "cardinality(bigint[])",
          "array_agg(bigint)",
          "array_length(bigint[], integer)",
          "count(bigint)",
          "set_config(varchar, varchar, boolean)",
          "pg_notify(varchar, varchar)",
          "current_setting(varchar)",
          "to_jsonb(bigint)",
          "jsonb_exists(jsonb, varchar)");

  private final Roles roles = new Roles(database);
  private String attacker = "";

  @BeforeEach
  void letEverybodyCreateInPublic() throws SQLException {
    attacker = roles.bare("stranger");
    // As PostgreSQL 13 and 14 do by themselves.
    new TestSql(database.superuser()).run("GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC");
  }

  @AfterEach
  void dropRoles() throws SQLException {
    roles.close();
  }

  @Test
  void an_operator_of_a_stranger_is_not_executed_by_a_run() throws SQLException {
    setTraps();
    try (Database opened = TestSchema.open(database)) {
      opened.migrations().migrate();
      owner()
          .run(
              "SET search_path = pg_catalog",
              "INSERT INTO dealsync.portal (portal) VALUES ('main')",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 54), (2, 54)");
      workThroughARun(opened);
      moveInFromAnotherCrm(opened);
      lookAtEverything(opened);
    }
    assertThat(new TestSql(database.superuser()).lines("SELECT DISTINCT caught FROM public.loot"))
        .isEmpty();
  }

  @Test
  void the_owners_scripts_do_not_execute_it_either() throws Exception {
    try (Database opened = TestSchema.open(database)) {
      opened.migrations().migrate();
    }
    setTraps();
    List<String> scripts = scripts();
    assertThat(scripts).hasSizeGreaterThan(6);
    for (String script : scripts) {
      try (Connection connection = database.connect()) {
        String role = roles.bare(script.replaceAll("\\W", "_"));
        new PsqlScript(script)
            .run(connection, Map.of("role", role, "portals", "berlin"), Path.of("."));
      }
    }
    assertThat(new TestSql(database.superuser()).lines("SELECT DISTINCT caught FROM public.loot"))
        .isEmpty();
  }

  private static List<String> scripts() throws IOException {
    List<String> scripts = new ArrayList<>();
    for (String folder : List.of("grants", "restore")) {
      try (Stream<Path> files = Files.list(Path.of("../db", folder))) {
        files.forEach(file -> scripts.add(folder + "/" + file.getFileName()));
      }
    }
    return scripts;
  }

  /** The traps work: without a search path of its own the owner walks into one. */
  @Test
  void a_person_with_the_usual_search_path_does_execute_it() throws SQLException {
    setTraps();
    owner().value("SELECT 1 WHERE 'x'::text = 'x'::varchar");
    assertThat(owner().lines("SELECT DISTINCT caught FROM public.loot"))
        .containsExactly(database.user());
  }

  @Test
  void every_session_looks_nowhere_but_in_postgresqls_own_schema() throws SQLException {
    try (Database opened = TestSchema.open(database)) {
      opened.migrations().migrate();
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        paths.add(opened.jooq().fetchSingle("SHOW search_path").get(0, String.class));
      }
      assertThat(paths).containsOnly("pg_catalog, pg_temp");
    }
  }

  @Test
  void a_list_of_versions_that_a_stranger_has_made_is_not_read() throws SQLException {
    new TestSql(database.superuser())
        .run(
            "CREATE SCHEMA dealsync AUTHORIZATION " + attacker,
            "SET SESSION AUTHORIZATION " + attacker,
            "CREATE TABLE dealsync.loot (caught text)",
            "GRANT USAGE ON SCHEMA dealsync TO PUBLIC",
            "GRANT ALL ON dealsync.loot TO PUBLIC",
            "CREATE FUNCTION dealsync.trap() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT"
                + " INTO dealsync.loot VALUES (current_user); RETURN true; END $$",
            "CREATE TABLE dealsync.schema_version (version text, success boolean)",
            "INSERT INTO dealsync.schema_version VALUES ('7', true)",
            "ALTER TABLE dealsync.schema_version ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY look ON dealsync.schema_version USING (dealsync.trap())",
            "GRANT SELECT ON dealsync.schema_version TO PUBLIC");
    try (Database opened = TestSchema.open(database)) {
      assertThatThrownBy(() -> opened.migrations().requireCurrent())
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("belongs to " + attacker)
          .hasMessageContaining("Nothing was read");
    }
    assertThat(new TestSql(database.superuser()).lines("SELECT caught FROM dealsync.loot"))
        .isEmpty();
  }

  @Test
  void a_schema_that_a_stranger_has_made_beforehand_is_refused() throws SQLException {
    new TestSql(database.superuser()).run("CREATE SCHEMA dealsync AUTHORIZATION " + attacker);
    try (Database opened = TestSchema.open(database)) {
      assertThatThrownBy(() -> opened.migrations().migrate())
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("schema dealsync")
          .hasMessageContaining(attacker);
    }
  }

  private TestSql owner() {
    return new TestSql(database.dataSource());
  }

  private void setTraps() throws SQLException {
    List<String> sql = new ArrayList<>();
    sql.add("CREATE TABLE public.loot (caught text)");
    sql.add("GRANT ALL ON public.loot TO PUBLIC");
    for (String pair : PAIRS) {
      String name = "trap_" + PAIRS.indexOf(pair);
      sql.add(
          "CREATE FUNCTION public.%s(%s) RETURNS boolean LANGUAGE plpgsql AS $$%s$$"
              .formatted(name, pair, trap("true")));
      for (String operator : List.of("=", "<>", "<", ">", ">=", "<=")) {
        String[] types = pair.split(", ");
        sql.add(
            "CREATE OPERATOR public.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = public.%s)"
                .formatted(operator, types[0], types[1], name));
      }
    }
    for (String function : FUNCTIONS) {
      sql.add(
          "CREATE FUNCTION public.%s RETURNS text LANGUAGE plpgsql AS $$%s$$"
              .formatted(function, trap("NULL")));
    }
    roles.as(attacker).run(sql.toArray(String[]::new));
  }

  private static String trap(String value) {
    return "BEGIN INSERT INTO public.loot VALUES (current_user); RETURN %s; END".formatted(value);
  }

  private static void workThroughARun(Database opened) {
    try (RunLease lease = opened.leases().acquire("main", "sync")) {
      List<MirrorDeal> deals = opened.mirror("main").page(new Selection.All(), 0, 10);
      List<Change> changes =
          List.of(Scene.change(1, deals.get(0).edit()), Scene.adopting(2, deals.get(1).edit()));
      Journal journal = Scene.planned(lease, changes);
      journal.observed(Scene.observed(3));
      journal.held(Scene.held(4, 2));
      journal.failed(Scene.failed(6, 2));
      journal.intend(changes);
      journal.settle(Scene.verified(changes));
      lease.finish(journal.run(), Scene.end(RunState.FAILED));
    }
  }

  private void moveInFromAnotherCrm(Database opened) throws SQLException {
    owner()
        .run(
            "SET search_path = pg_catalog",
            "INSERT INTO dealsync.legacy_file (source, name) VALUES ('old', 'by hand')",
            "INSERT INTO dealsync.legacy_link (file_id, legacy_deal_id, legacy_contact_id) VALUES"
                + " (1, 'D1', 'C1')");
    try (LegacyResolution links = LegacyResolution.open(opened.dataSource(), "main", "old")) {
      links.ids(LegacyKind.DEAL).record(List.of(FoundId.of("D1", 7)));
      links.ids(LegacyKind.CONTACT).load(List.of(new MappedId(1, "C1", 5)).iterator());
      links.judge();
      links.move(new MoveOptions(false, true, 10), () -> false);
    }
    LegacyParity.read(opened.dataSource(), "main", Optional.empty(), 10);
  }

  private void lookAtEverything(Database opened) throws SQLException {
    opened.archive().status("main");
    opened.archive().deal("main", 1);
    opened.settling("main").release(4);
    opened.trace("main").hasMoved();
    opened.addresses();
    for (String view :
        owner()
            .lines(
                "SELECT oid::regclass FROM pg_catalog.pg_class WHERE relkind = 'v' AND relnamespace"
                    + " OPERATOR(pg_catalog.=) 'dealsync'::pg_catalog.regnamespace::oid")) {
      opened.jooq().fetch("SELECT * FROM " + view);
    }
    opened.jooq().fetch("SELECT * FROM dealsync.links_as_of(now())");
    opened.jooq().fetch("SELECT * FROM dealsync.observed_links_as_of(now())");
  }
}
