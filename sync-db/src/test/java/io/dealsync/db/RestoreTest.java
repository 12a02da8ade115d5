package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/**
 * The rows of a backup in a fresh schema, table by table in the order in which pg_dump has them.
 */
class RestoreTest {

  private static final Path SWITCHES = Path.of("../db/restore");

  /** Statements after which there is something of everything that is to come back. */
  static final String[] MEMORY = {
    "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) SELECT deal, contact,"
        + " contact FROM generate_series(1, 3) AS deal, generate_series(5, 6) AS contact",
    "DELETE FROM dealsync.deal WHERE deal_id = 3",
    "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 7)",
    "UPDATE dealsync.deal SET mode = 'paused', note = 'mine' WHERE deal_id = 1",
    "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries) SELECT"
        + " portal, deal_id, '{5,6}', '{5,6}', '{5}' FROM dealsync.deal",
    "INSERT INTO dealsync.run (portal, command, state, started_by) VALUES ('main', 'sync',"
        + " 'done', 'x')",
    "UPDATE dealsync.deal SET edit_mark = NULL"
  };

  @RegisterExtension final TestDatabase old = TestSchema.migrated();
  @RegisterExtension final TestDatabase fresh = TestSchema.migrated();

  @Test
  void rows_that_are_restored_with_the_triggers_off_are_the_whole_memory() throws Exception {
    remember();
    Map<String, String> backup = dump();

    script("triggers-off.sql");
    restore(backup);
    script("triggers-on.sql");

    assertThat(of(fresh, dumpable())).isEqualTo(of(old, dumpable()));
    assertThat(memory(fresh)).isEqualTo(memory(old));
    TestSql sql = new TestSql(fresh.dataSource());
    sql.run("UPDATE dealsync.deal_contact SET sort = 5 WHERE (deal_id, contact_id) = (2, 6)");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal")).containsExactly("2");
    assertThat(memory(fresh)).hasSameSizeAs(memory(old));
    assertThat(sql.lines("SELECT * FROM dealsync.links_as_of(clock_timestamp()) ORDER BY 2, 3"))
        .isEqualTo(sql.lines("SELECT * FROM dealsync.deal_contact ORDER BY 2, 3"));
  }

  @Test
  void the_desired_side_alone_comes_back_with_what_both_sides_agreed_on() throws Exception {
    remember();
    Map<String, String> backup = dump();
    backup.keySet().retainAll(List.of("base_deal", "deal", "deal_contact"));
    // The triggers take the deals in before their own table comes.
    restore(Map.of("base_deal", backup.get("base_deal")));
    restore(Map.of("deal", backup.get("deal")));
    restore(Map.of("deal_contact", backup.get("deal_contact")));

    assertThat(
            new TestSql(fresh.dataSource())
                .lines("SELECT deal_id, contacts FROM dealsync.base_deal ORDER BY 1"))
        .isEqualTo(
            new TestSql(old.dataSource())
                .lines("SELECT deal_id, contacts FROM dealsync.base_deal ORDER BY 1"));
  }

  private void remember() throws SQLException {
    new TestSql(old.dataSource()).run(MEMORY);
  }

  private static List<String> memory(TestDatabase database) throws SQLException {
    TestSql sql = new TestSql(database.dataSource());
    List<String> lines = new ArrayList<>();
    lines.addAll(sql.lines("SELECT deal_id, contacts FROM dealsync.base_deal ORDER BY 1"));
    lines.addAll(sql.lines("SELECT * FROM dealsync.deal ORDER BY 1, 2"));
    return lines;
  }

  private static Map<String, List<String>> of(TestDatabase database, List<String> tables)
      throws SQLException {
    TestSql sql = new TestSql(database.dataSource());
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String table : tables) {
      rows.put(
          table, sql.lines("SELECT t::text FROM dealsync.%s AS t ORDER BY 1".formatted(table)));
    }
    return rows;
  }

  private List<String> dumpable() throws SQLException {
    return new TestSql(old.dataSource())
        .lines(
            """
            SELECT relname FROM pg_class WHERE relnamespace = 'dealsync'::regnamespace AND relkind = 'r'
            AND relname <> 'schema_version' ORDER BY 1\
            """);
  }

  private Map<String, String> dump() throws Exception {
    Map<String, String> backup = new LinkedHashMap<>();
    try (Connection connection = old.connect()) {
      for (String table : dumpable()) {
        StringWriter rows = new StringWriter();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY dealsync.%s TO STDOUT".formatted(table), rows);
        backup.put(table, rows.toString());
      }
    }
    return backup;
  }

  /** And the sequences at last, as pg_dump does. */
  private void restore(Map<String, String> backup) throws Exception {
    try (Connection connection = fresh.connect();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> table : backup.entrySet()) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "COPY dealsync.%s FROM STDIN".formatted(table.getKey()),
                new StringReader(table.getValue()));
      }
      if (backup.containsKey("edit")) {
        TestSql sql = new TestSql(old.dataSource());
        for (String sequence : List.of("edit_id", "edit_mark", "run_run_id_seq")) {
          statement.execute(
              "SELECT setval('dealsync.%s', %s)"
                  .formatted(sequence, sql.value("SELECT last_value FROM dealsync." + sequence)));
        }
      }
    }
  }

  private void script(String name) throws Exception {
    new TestSql(fresh.dataSource()).run(Files.readString(SWITCHES.resolve(name)));
  }
}
