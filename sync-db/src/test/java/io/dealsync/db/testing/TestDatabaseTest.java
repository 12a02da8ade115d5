package io.dealsync.db.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseTest {
  private static final AtomicInteger MIGRATIONS = new AtomicInteger();

  @RegisterExtension static final TestDatabase OF_CLASS = TestDatabase.empty();

  @RegisterExtension
  final TestDatabase ofTest = TestDatabase.migrated("one-table", TestDatabaseTest::createTable);

  @Test
  void each_database_is_a_fresh_copy_of_what_was_migrated_once() throws Exception {
    execute(ofTest.dataSource(), "INSERT INTO t VALUES (1)");
    try (var another = TestDatabase.migrated("one-table", TestDatabaseTest::createTable).open()) {
      assertThat(ask(another.dataSource(), "SELECT count(*) FROM t")).isEqualTo("0");
      assertThat(another.name()).isNotEqualTo(ofTest.name());
    }
    assertThat(MIGRATIONS).hasValue(1);
  }

  @Test
  void an_empty_database_has_no_tables() throws Exception {
    assertThat(
            ask(
                OF_CLASS.dataSource(),
                "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
        .isEqualTo("0");
  }

  @Test
  void the_owner_owns_the_database_and_nothing_else() throws Exception {
    OF_CLASS.superuser();
    assertThat(ask(ofTest.dataSource(), "SELECT current_user")).isEqualTo(ofTest.user());
    assertThat(
            ask(
                ofTest.dataSource(),
                "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"))
        .isEqualTo("f");
    execute(ofTest.dataSource(), "CREATE SCHEMA mine", "CREATE TABLE mine.t ()");
  }

  @Test
  void a_superuser_enters_the_same_database() throws Exception {
    execute(ofTest.dataSource(), "INSERT INTO t VALUES (7)");
    assertThat(ask(ofTest.superuser(), "SELECT n FROM t")).isEqualTo("7");
    assertThat(
            ask(ofTest.superuser(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
        .isEqualTo("t");
  }

  @Test
  void a_closed_database_is_gone_even_with_sessions_left_open() throws Exception {
    var database = TestDatabase.empty().open();
    String name = database.name();
    var session = database.connect();
    database.close();
    assertThatThrownBy(() -> execute(session, "SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(
            ask(
                OF_CLASS.dataSource(),
                "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
        .isEqualTo("0");
  }

  private static void createTable(DataSource database) {
    MIGRATIONS.incrementAndGet();
    try {
      execute(database, "CREATE TABLE t (n int)");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void execute(DataSource database, String... statements) throws SQLException {
    try (var connection = database.getConnection()) {
      for (String sql : statements) {
        execute(connection, sql);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(DataSource database, String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
