package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes into the tables past their triggers is found by looking. */
class UnrecordedEditsTest {

  @RegisterExtension static final TestDatabase SERVER = TestSchema.migrated();

  private TestSql sql;
  private Database database;
  private UnrecordedEdits unrecorded;

  @BeforeEach
  void three_deals_that_agreed() throws SQLException {
    TestSchema.clean(SERVER);
    sql = new TestSql(SERVER.dataSource());
    database = TestSchema.open(SERVER);
    unrecorded = database.unrecordedEdits("main");
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) SELECT deal, contact, 10"
            + " FROM generate_series(1, 3) AS deal, generate_series(5, 6) AS contact",
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries) SELECT"
            + " portal, deal_id, '{5,6}', '{10,20}', '{5}' FROM dealsync.deal",
        "UPDATE dealsync.deal SET edit_mark = NULL");
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** As the worker of a subscription does. */
  private void replicate(String statement) throws SQLException {
    try (Connection connection = SERVER.superuser().getConnection();
        Statement replica = connection.createStatement()) {
      replica.execute("SET session_replication_role = replica");
      replica.execute(statement);
    }
  }

  @Test
  void a_mirror_that_was_only_edited_by_statements_has_none() throws SQLException {
    sql.run(
        "UPDATE dealsync.deal_contact SET is_primary = true WHERE (deal_id, contact_id) = (1, 6)");

    assertThat(unrecorded.mark()).isEqualTo(new UnrecordedEdits.Found(List.of(), List.of()));
    assertThat(unrecorded.look().words()).isEmpty();
  }

  @Test
  void links_that_were_replicated_are_found_and_marked() throws SQLException {
    replicate("DELETE FROM dealsync.deal_contact WHERE deal_id = 1");
    replicate(
        "UPDATE dealsync.deal_contact SET is_primary = true WHERE (deal_id, contact_id) = (3, 6)");
    replicate("UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = 2");
    replicate("DELETE FROM dealsync.deal_contact WHERE deal_id = 2");

    assertThat(unrecorded.mark().changed()).containsExactly(1L, 3L);

    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal ORDER BY 1"))
        .containsExactly("1", "3");
    assertThat(unrecorded.look().changed()).isEmpty();
  }

  @Test
  void rows_that_are_written_past_the_triggers_are_counted() throws Exception {
    long before = unrecorded.rowsWritten();
    replicate("DELETE FROM dealsync.deal_contact WHERE deal_id = 1");

    await("the count of rows has grown", () -> unrecorded.rowsWritten() > before);
    assertThat(unrecorded.lookQuickly().orElseThrow().changed()).containsExactly(1L);
    assertThat(unrecorded.markQuickly().orElseThrow().changed()).containsExactly(1L);
    assertThat(unrecorded.lookQuickly().orElseThrow().changed()).isEmpty();
  }

  @Test
  void a_quick_look_gives_up_beside_a_table_that_cannot_be_read_at_once() throws SQLException {
    try (Connection person = SERVER.connect();
        Statement lock = person.createStatement()) {
      person.setAutoCommit(false);
      lock.execute("LOCK TABLE dealsync.deal_contact");
      assertThat(unrecorded.lookQuickly()).isEmpty();
    }
  }

  /** PostgreSQL counts rows after their transaction, now and then. */
  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      Thread.sleep(50);
    }
  }

  @Test
  void a_portal_that_an_undo_alone_has_put_back_is_no_edit() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.run (run_id, portal, command, state, started_by, origin_run) VALUES"
            + " (70, 'main', 'undo', 'done', 'x', 69)",
        "UPDATE dealsync.base_deal SET contacts = '{5}', sorts = '{10}', run_id = 70 WHERE deal_id"
            + " = 1");

    assertThat(unrecorded.look().words()).isEmpty();
  }

  @Test
  void links_that_were_replicated_without_their_deal_are_named_and_not_adopted()
      throws SQLException {
    replicate("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (9, 5), (9, 6)");

    assertThat(unrecorded.mark().unmanaged()).containsExactly(9L);

    assertThat(unrecorded.look().words())
        .startsWith("Deal 9 has links here and no row in dealsync.deal")
        .contains("SELECT * FROM dealsync.unrecorded_edit;");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.deal WHERE deal_id = 9")).isEmpty();
  }

  @Test
  void a_deal_that_somebody_is_editing_is_not_waited_for() throws SQLException {
    replicate("DELETE FROM dealsync.deal_contact WHERE deal_id = 1");
    try (Connection person = SERVER.connect();
        Statement edit = person.createStatement()) {
      person.setAutoCommit(false);
      edit.execute("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 8)");

      assertThat(unrecorded.mark().changed()).containsExactly(1L);
      person.commit();
    }
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal")).containsExactly("1");
  }
}
