package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the daemon hears and finds of people's edits. */
class EditTraceTest {

  private static final String LINK =
      "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('%s', %d, 7)";

  @RegisterExtension final TestDatabase server = TestSchema.migrated();

  private Database database;
  private EditTrace trace;

  @BeforeEach
  void open() {
    database = Database.open(server.jdbcUrl(), server.user(), server.password(), 4);
    trace = database.trace("main");
    trace.hasMoved();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void sql(Connection connection, String text, Object... values) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text.formatted(values));
    }
  }

  @Test
  void an_edit_of_the_portal_is_found_once() throws SQLException {
    try (Connection person = server.connect()) {
      assertThat(trace.hasMoved()).isFalse();

      sql(person, LINK, "main", 1);

      assertThat(trace.hasMoved()).isTrue();
      assertThat(trace.hasMoved()).isFalse();
    }
  }

  @Test
  void a_transaction_that_takes_long_is_found_when_it_commits_however_many_were_faster()
      throws SQLException {
    try (Connection slow = server.connect();
        Connection fast = server.connect()) {
      slow.setAutoCommit(false);
      sql(slow, LINK, "main", 1);
      sql(fast, LINK, "main", 2);
      assertThat(trace.hasMoved()).isTrue();
      assertThat(trace.hasMoved()).isFalse();

      slow.commit();

      assertThat(trace.hasMoved()).isTrue();
    }
  }

  @Test
  void edits_of_other_portals_and_of_dealsync_itself_do_not_count() throws SQLException {
    try (Connection person = server.connect()) {
      sql(person, LINK, "branch", 1);
    }
    TestSql owner = new TestSql(server.dataSource());
    owner.run(LINK.formatted("main", 1), "UPDATE dealsync.deal SET edit_mark = NULL");
    trace.hasMoved();
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(Scene.HEADER);
      List<Change> changes = List.of(Scene.adopting(1, OptionalLong.empty()));
      journal.planned(changes);
      Intending.intend(journal, owner, changes);
      journal.settle(Scene.verified(changes));
    }
    assertThat(owner.value("SELECT count(*) FROM dealsync.edit WHERE run_id IS NOT NULL"))
        .as("edits of the run")
        .isNotEqualTo("0");
    assertThat(trace.hasMoved()).isFalse();
  }

  @Test
  void a_person_whose_program_calls_itself_dealsync_is_noticed() throws SQLException {
    try (Connection person = server.connect()) {
      sql(person, "SET application_name = 'dealsync'");
      sql(person, LINK, "main", 1);

      assertThat(trace.hasMoved()).isTrue();
    }
  }

  @Test
  void a_transaction_that_edits_is_under_way_until_it_ends() throws SQLException {
    try (Connection person = server.connect();
        Connection reader = server.connect()) {
      person.setAutoCommit(false);
      reader.setAutoCommit(false);
      sql(reader, "SELECT FROM dealsync.deal_contact");
      assertThat(trace.isUnderWay()).isFalse();

      sql(person, "DELETE FROM dealsync.deal_contact");
      assertThat(trace.isUnderWay()).isTrue();
      person.rollback();

      assertThat(trace.isUnderWay()).isFalse();
    }
  }

  @Test
  void a_run_that_writes_to_the_mirror_is_no_edit_under_way() throws SQLException {
    try (Connection run = server.connect()) {
      sql(run, "SELECT pg_advisory_lock(77)");
      run.setAutoCommit(false);
      sql(run, LINK, "main", 1);
      assertThat(trace.isUnderWay()).isTrue();
      new TestSql(server.dataSource())
          .run(
              "INSERT INTO dealsync.run_lock (portal, command, held_by, backend_pid, lock_key)"
                  + " SELECT 'branch', 'sync', 'x', pid, 77 FROM pg_locks WHERE locktype ="
                  + " 'advisory' AND objid = 77");

      assertThat(trace.isUnderWay()).isFalse();
    }
  }

  @Test
  void a_release_and_a_settled_conflict_are_heard_of_and_carried_like_edits() throws SQLException {
    try (Connection person = server.connect();
        EditFeed feed = database.edits()) {
      sql(person, LINK, "main", 1);
      sql(person, "UPDATE dealsync.deal SET edit_mark = NULL");
      sql(
          person,
          "INSERT INTO dealsync.failure_streak (portal, deal_id, last_run, last_error) VALUES"
              + " ('main', 1, 1, 'x')");
      feed.await(Duration.ofMillis(200));

      assertThat(trace.hasReleased()).isFalse();
      sql(person, "SELECT dealsync.release_deal(1)");

      assertThat(trace.hasReleased()).isTrue();
      assertThat(trace.hasReleased()).isFalse();
      assertThat(feed.await(Duration.ofSeconds(5))).containsExactly("main");
      assertThat(database.jooq().fetchExists(io.dealsync.db.jooq.Tables.EDITED_DEAL)).isTrue();

      sql(person, "UPDATE dealsync.deal SET edit_mark = NULL");
      sql(
          person,
          "INSERT INTO dealsync.observed_deal (portal, deal_id, read_at, contacts, sorts,"
              + " primaries) VALUES ('main', 1, now(), '{8}', '{10}', '{8}')");
      sql(person, "SELECT dealsync.settle_conflict(1, 'desired')");

      assertThat(trace.hasReleased()).isTrue();
      assertThat(feed.await(Duration.ofSeconds(5))).containsExactly("main");
      assertThat(database.jooq().fetchExists(io.dealsync.db.jooq.Tables.EDITED_DEAL)).isTrue();
    }
  }

  @Test
  void a_feed_whose_session_was_ended_cannot_prove_itself() throws SQLException {
    try (Connection admin = server.connect();
        EditFeed feed = database.edits()) {
      feed.prove();
      sql(
          admin,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%' OR"
              + " query = 'SELECT 1'");

      org.assertj.core.api.Assertions.assertThatThrownBy(feed::prove)
          .isInstanceOf(DatabaseException.class);
    }
  }
}
