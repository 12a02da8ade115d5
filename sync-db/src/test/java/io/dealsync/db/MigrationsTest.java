package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.io.File;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsTest {

  @RegisterExtension final TestDatabase database = TestDatabase.empty();

  @Test
  void the_needed_version_is_that_of_the_newest_migration() {
    int newest =
        Arrays.stream(Objects.requireNonNull(new File("../db/migration").list()))
            .map(name -> name.substring(1, name.indexOf("__")))
            .mapToInt(Integer::parseInt)
            .max()
            .orElseThrow();
    assertThat(Migrations.NEEDED).isEqualTo(newest);
  }

  @Test
  void a_database_without_schema_is_told_apart() throws Exception {
    assertThat(state()).isEqualTo(new SchemaState.Absent(Migrations.NEEDED));
  }

  @Test
  void migrating_creates_the_schema_and_migrating_again_changes_nothing() throws Exception {
    Migrated first = Migrations.migrate(database.dataSource());
    Migrated second = Migrations.migrate(database.dataSource());

    assertThat(first).isEqualTo(new Migrated(OptionalInt.empty(), Migrations.NEEDED));
    assertThat(first.changed()).isTrue();
    assertThat(second)
        .isEqualTo(new Migrated(OptionalInt.of(Migrations.NEEDED), Migrations.NEEDED));
    assertThat(second.changed()).isFalse();
    assertThat(state()).isEqualTo(new SchemaState.Current(Migrations.NEEDED));
  }

  @Test
  void a_schema_of_an_older_program_is_too_old() throws Exception {
    Migrations.migrate(database.dataSource());
    execute("DELETE FROM dealsync.schema_version WHERE version::int > 1");

    assertThat(state()).isEqualTo(new SchemaState.TooOld(1, Migrations.NEEDED));
  }

  @Test
  void a_schema_of_a_newer_program_is_too_new() throws Exception {
    Migrations.migrate(database.dataSource());
    execute(
        "UPDATE dealsync.schema_version SET version = '99' WHERE version = '%d'"
            .formatted(Migrations.NEEDED));

    assertThat(state()).isEqualTo(new SchemaState.TooNew(99, Migrations.NEEDED));
  }

  private SchemaState state() throws SQLException {
    try (var connection = database.connect()) {
      return Migrations.state(connection);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
