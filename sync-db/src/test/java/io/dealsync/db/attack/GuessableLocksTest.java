package io.dealsync.db.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.Database;
import io.dealsync.db.DatabaseException;
import io.dealsync.db.TestSchema;
import io.dealsync.db.legacy.FileKey;
import io.dealsync.db.legacy.LegacyImports;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.guard.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever may only connect takes any advisory lock: it keeps nobody waiting without a word. */
class GuessableLocksTest {

  /** The key under which Flyway keeps migrations of dealsync.schema_version apart. */
  private static final long FLYWAY = 77_433_607_990_132L;

  @RegisterExtension final TestDatabase database = TestDatabase.empty();

  private final Roles roles = new Roles(database);

  @AfterEach
  void dropRoles() throws SQLException {
    roles.close();
  }

  @Test
  void an_upgrade_says_after_a_while_who_holds_it_up() throws SQLException {
    String stranger = roles.bare("stranger");
    try (Database opened = TestSchema.open(database)) {
      try (Connection session = roles.connections(stranger).getConnection();
          Statement sql = session.createStatement()) {
        sql.execute("SELECT pg_advisory_lock(" + FLYWAY + ")");

        assertThatThrownBy(() -> opened.migrations().migrate())
            .isInstanceOf(DatabaseException.class)
            .hasMessageContaining("of user " + stranger)
            .hasMessageContaining("run `dealsync init` again");
      }
      opened.migrations().migrate();
      opened.migrations().requireCurrent();
    }
  }

  @Test
  void loads_keep_out_each_other_and_nobody_else_keeps_them_out() throws Exception {
    migrate();
    String editor = roles.granted("editor");
    try (Connection session = roles.connections(roles.bare("stranger")).getConnection();
        Connection first = roles.connections(editor).getConnection();
        Statement lock = session.createStatement();
        Statement sql = first.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(hashtext('dealsync load'), hashtext('main'))");
      first.setAutoCommit(false);
      for (String statement : LOAD) {
        sql.execute(statement);
      }
      assertThatThrownBy(() -> roles.as(editor).run(LOAD.toArray(String[]::new)))
          .hasMessageContaining("another load is going on: PostgreSQL session ")
          .hasMessageContaining(" of user " + editor);
      first.commit();
    }
    roles.as(editor).run(LOAD.toArray(String[]::new));
  }

  private static final List<String> LOAD =
      List.of(
          "CREATE TEMP TABLE staged AS SELECT 7 AS deal_id, 5 AS contact_id",
          "CALL dealsync.replace_links('staged', 'main', absent => 'keep')");

  @Test
  void imports_keep_out_each_other_by_a_row_that_ends_with_its_session() throws Exception {
    migrate();
    FileKey key = new FileKey("main", "old", "cafe", "generic", "deal=deal");
    try (Connection session = roles.connections(roles.bare("stranger")).getConnection();
        Statement lock = session.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(hashtextextended('dealsync import main old', 0))");
      try (LegacyImports first = LegacyImports.open(database.dataSource())) {
        first.upload(key, "links.csv", "UTF-8", 1);
        try (LegacyImports second = LegacyImports.open(database.dataSource())) {
          assertThatThrownBy(() -> second.upload(key, "links.csv", "UTF-8", 1))
              .isInstanceOf(DatabaseException.class)
              .hasMessageContaining("Another process is importing from old for portal main")
              .hasMessageContaining("of user " + database.user());
        }
      }
      try (LegacyImports later = LegacyImports.open(database.dataSource())) {
        assertThat(later.upload(key, "links.csv", "UTF-8", 1)).isNotNull();
      }
    }
  }

  private void migrate() throws SQLException {
    try (Database opened = TestSchema.open(database)) {
      opened.migrations().migrate();
      opened.register().register(Map.of("main", Limits.DEFAULT));
    }
  }
}
