package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.DatabaseException.Kind;
import io.dealsync.db.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class MigrationsTest {

  @RegisterExtension final TestDatabase database = TestDatabase.empty();

  private TestSql sql;
  private Migrations migrations;

  @BeforeEach
  void connect() {
    sql = new TestSql(database.dataSource());
    migrations = new Migrations(database.dataSource(), new Address("here", "db", "me"));
  }

  @Test
  void an_empty_database_is_migrated_once() {
    assertThat(migrations.state()).isEqualTo(new SchemaState.Absent(Migrations.NEEDED));
    assertThat(migrations.migrate()).isEqualTo(new SchemaState.Absent(Migrations.NEEDED));
    assertThat(migrations.state()).isEqualTo(new SchemaState.Current(Migrations.NEEDED));
    assertThat(migrations.migrate()).isEqualTo(new SchemaState.Current(Migrations.NEEDED));
    migrations.requireCurrent();
  }

  @Test
  void a_database_that_is_not_prepared_is_refused_with_the_way_out() {
    assertRefused(Kind.SCHEMA_ABSENT, "not prepared for dealsync yet. Run `dealsync init`.");
  }

  @Test
  void an_older_schema_is_refused_with_the_way_out() throws Exception {
    migrations.migrate();
    sql.run("DELETE FROM dealsync.schema_version WHERE version::int > 3");
    assertThat(migrations.state()).isEqualTo(new SchemaState.TooOld(3, Migrations.NEEDED));
    assertRefused(
        Kind.SCHEMA_TOO_OLD,
        "schema version 3, this dealsync needs %d. Upgrade it: `dealsync init`."
            .formatted(Migrations.NEEDED));
  }

  @Test
  void a_newer_schema_is_neither_used_nor_touched() throws Exception {
    migrations.migrate();
    sql.run(
        """
        INSERT INTO dealsync.schema_version (installed_rank, version, description, type, script, installed_by, execution_time, success)
        VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 0, true)\
        """);
    assertRefused(Kind.SCHEMA_TOO_NEW, "schema version 99, made by a newer dealsync");
    assertThatThrownBy(migrations::migrate).hasMessageContaining("made by a newer dealsync");
  }

  @Test
  void a_migration_that_fails_leaves_nothing_behind() throws Exception {
    sql.run("CREATE SCHEMA dealsync", "CREATE TABLE dealsync.qrtz_triggers ()");
    assertThatThrownBy(migrations::migrate)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("already exists");
    assertThat(migrations.state()).isEqualTo(new SchemaState.Absent(Migrations.NEEDED));
    sql.run("DROP TABLE dealsync.qrtz_triggers");
    migrations.migrate();
    migrations.requireCurrent();
  }

  @Test
  void a_schema_that_somebody_else_made_is_filled_beside_what_is_in_it() throws Exception {
    sql.run("CREATE SCHEMA dealsync", "CREATE TABLE dealsync.made_before (id int)");
    assertThat(migrations.migrate()).isEqualTo(new SchemaState.Absent(Migrations.NEEDED));
    migrations.requireCurrent();
    assertThat(sql.lines("SELECT * FROM dealsync.made_before")).isEmpty();
  }

  @Test
  void a_user_who_may_not_create_schemas_fills_the_one_that_was_made() throws Exception {
    String role = database.name() + "_weak";
    TestSql admin = new TestSql(database.superuser());
    admin.run("CREATE ROLE %s LOGIN PASSWORD 'weak-pw'".formatted(role));
    try {
      Migrations weak =
          new Migrations(database.as(role, "weak-pw"), new Address("here", "db", role));
      assertThatThrownBy(weak::migrate)
          .hasMessageContaining("CREATE SCHEMA dealsync AUTHORIZATION " + role);

      admin.run("CREATE SCHEMA dealsync", "GRANT USAGE ON SCHEMA dealsync TO " + role);
      assertThatThrownBy(weak::migrate)
          .hasMessageContaining("ALTER SCHEMA dealsync OWNER TO " + role)
          .extracting(error -> ((DatabaseException) error).kind())
          .isEqualTo(DatabaseException.Kind.SCHEMA_IN_THE_WAY);

      admin.run(
          "ALTER SCHEMA dealsync OWNER TO " + role,
          "CREATE TABLE dealsync.foreign_t (id int)",
          "CREATE TABLE dealsync.deal (id int)");
      assertThatThrownBy(weak::migrate)
          .hasMessageContaining("relation \"deal\" already exists")
          .extracting(error -> ((DatabaseException) error).kind())
          .isEqualTo(DatabaseException.Kind.SCHEMA_IN_THE_WAY);

      admin.run("DROP TABLE dealsync.deal");
      weak.migrate();

      weak.requireCurrent();
    } finally {
      admin.run("DROP OWNED BY %s CASCADE".formatted(role), "DROP ROLE " + role);
    }
  }

  @Test
  void a_schema_that_was_dropped_by_hand_is_made_again() throws Exception {
    migrations.migrate();
    sql.run("DROP SCHEMA dealsync CASCADE");
    migrations.migrate();
    migrations.requireCurrent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "WIN1251"})
  void a_database_in_another_encoding_is_refused_and_left_empty(String encoding) throws Exception {
    String name = database.name() + "_" + encoding.toLowerCase(Locale.ROOT);
    TestSql admin = new TestSql(database.superuser());
    admin.run(
        "CREATE DATABASE %s OWNER %s ENCODING '%s' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
            .formatted(name, database.user(), encoding));
    PGSimpleDataSource other = new PGSimpleDataSource();
    other.setUrl(database.jdbcUrl().replace("/" + database.name(), "/" + name));
    other.setUser(database.user());
    other.setPassword(database.password());
    try {
      assertThatThrownBy(new Migrations(other, new Address("here", "db", "me"))::migrate)
          .hasMessageContaining("is encoded in " + encoding)
          .hasMessageContaining(
              "CREATE DATABASE db_utf8 OWNER me ENCODING 'UTF8' TEMPLATE template0")
          .isInstanceOfSatisfying(
              DatabaseException.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(Kind.WRONG_ENCODING));
      assertThat(
              new TestSql(other)
                  .lines("SELECT nspname FROM pg_namespace WHERE nspname = 'dealsync'"))
          .isEmpty();
    } finally {
      admin.run("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  @Test
  void the_needed_version_is_that_of_the_newest_file() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../db/migration"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                  .max())
          .hasValue(Migrations.NEEDED);
    }
  }

  private void assertRefused(Kind kind, String message) {
    assertThatThrownBy(migrations::requireCurrent)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            DatabaseException.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
  }
}
