package io.dealsync.db;

import static io.dealsync.db.Scene.PORTAL;
import static io.dealsync.db.Scene.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dealsync.db.DatabaseException.Kind;
import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.Intents;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.Settled;
import io.dealsync.journal.Takeover;
import io.dealsync.plan.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People edit while a run is going on, and may leave their transaction open over lunch. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenTransactionsTest {

  @RegisterExtension final TestDatabase server = TestSchema.migrated();

  private Database database;
  private Connection person;
  private RunLease lease;

  @BeforeEach
  void begin() throws SQLException {
    database = Database.open(server.jdbcUrl(), server.user(), server.password(), 4);
    person = server.connect();
    edit("INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (3, 54, 10)");
    person.setAutoCommit(false);
    lease = database.leases().acquire(PORTAL, "sync");
  }

  @AfterEach
  void end() throws SQLException {
    person.close();
    lease.close();
    database.close();
  }

  @Test
  void an_uncommitted_edit_neither_stops_the_run_nor_gets_lost() throws SQLException {
    OptionalLong seen = mark();
    edit("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 60)");

    lease.open(Scene.HEADER).agreed(List.of(new Agreement(3, image(54), seen)));
    person.commit();

    assertThat(mark()).isPresent();
    assertThat(ask("SELECT contacts FROM dealsync.base_deal")).isEqualTo("{54}");
  }

  @Test
  void an_uncommitted_edit_keeps_the_portal_from_being_adopted() throws SQLException {
    Change change = Scene.adopting(3, mark());
    Journal journal = Scene.planned(lease, List.of(change));
    journal.intend(List.of(change), Policy.MIRROR_WINS);
    edit("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 61)");

    journal.settle(List.of(new Settled(change, new Outcome.Verified(image(54, 60)))));
    person.commit();

    assertThat(mark()).isPresent();
    assertThat(
            ask("SELECT string_agg(contact_id::text, ' ' ORDER BY 1) FROM dealsync.deal_contact"))
        .isEqualTo("54 61");
    assertThat(ask("SELECT contacts FROM dealsync.base_deal")).isEqualTo("{54}");
    assertThat(ask("SELECT status FROM dealsync.change")).isEqualTo("verified");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE dealsync.hold SET acknowledged_at = now() WHERE deal_id = 3",
        "SELECT dealsync.acknowledge_hold(3)",
        "DELETE FROM dealsync.failure_streak WHERE deal_id = 3",
        "SELECT dealsync.release_deal(3)",
        "SELECT dealsync.settle_conflict(3, 'portal')",
        "SELECT dealsync.settle_conflict(3, 'desired')",
        "DELETE FROM dealsync.base_deal WHERE deal_id = 3; SELECT dealsync.settle_conflict(3,"
            + " 'desired')",
        "DELETE FROM dealsync.deal WHERE deal_id = 3",
        "UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = 3",
        "SELECT FROM dealsync.deal_contact WHERE deal_id = 3 FOR UPDATE",
        "SELECT FROM dealsync.observed_deal WHERE deal_id = 3 FOR UPDATE"
      })
  void a_run_waits_for_no_open_transaction_and_goes_on_with_the_other_deals(String decision)
      throws SQLException {
    edit(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (4, 54, 10), (5, 54,"
            + " 10)");
    person.commit();
    Journal journal = lease.open(Scene.HEADER);
    journal.observed(Scene.observed(5));
    journal.agreed(List.of(new Agreement(3, image(55), OptionalLong.empty())));
    journal.failed(Scene.failed(3, 1));
    lease.open(Scene.HEADER).held(Scene.held(3, 1));
    List<Change> changes = Scene.each(3, 2, deal -> Scene.adopting(deal, OptionalLong.empty()));
    edit("UPDATE dealsync.deal SET edit_mark = NULL");
    person.commit();
    edit(decision);
    Instant start = Instant.now();

    Journal later = lease.open(Scene.HEADER);
    later.agreed(Scene.each(3, 3, deal -> new Agreement(deal, image(54), OptionalLong.empty())));
    later = lease.open(Scene.HEADER);
    later.held(Scene.held(3, 2));
    later = lease.open(Scene.HEADER);
    later.observed(Scene.observed(5));
    later.failed(Scene.failed(3, 2));
    later.countFailures(Duration.ZERO);
    later = Scene.planned(lease, changes);
    Intents intents = later.intend(changes);
    later.settle(
        Stream.concat(
                intents.committed().stream()
                    .map(change -> new Settled(change, new Outcome.Verified(image(54, 60)))),
                intents.edited().stream()
                    .map(
                        each ->
                            new Settled(
                                each.change(),
                                new Outcome.Edited(each.detail(), Optional.empty()))))
            .toList());

    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(ask("SELECT contacts FROM dealsync.base_deal WHERE deal_id = 4"))
        .isEqualTo("{54,60}");
    assertThat(ask("SELECT contacts FROM dealsync.base_deal WHERE deal_id = 5")).isEqualTo("{54}");
    assertThat(ask("SELECT count(*) FROM dealsync.deal_contact WHERE deal_id = 4")).isEqualTo("2");
    assertThat(
            ask(
                "SELECT count(*) FROM dealsync.change WHERE deal_id = 3 AND status IN ('verified',"
                    + " 'edited')"))
        .isEqualTo("1");
    person.commit();
  }

  @Test
  void a_pull_leaves_out_the_deal_that_somebody_is_just_taking_in() throws SQLException {
    edit("INSERT INTO dealsync.deal (deal_id) VALUES (8)");

    Set<Long> edited =
        lease
            .fill(Scene.HEADER, "all")
            .take(Scene.each(7, 3, deal -> new Takeover(deal, image(54))), 9);

    assertThat(edited).containsExactly(8L);
    person.commit();
    assertThat(ask("SELECT string_agg(deal_id::text, ' ' ORDER BY 1) FROM dealsync.base_deal"))
        .isEqualTo("7 9");
  }

  @Test
  void links_that_a_statement_is_just_inserting_are_not_waited_for() throws Exception {
    edit("INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (4, 54, 10)");
    edit("UPDATE dealsync.deal SET edit_mark = NULL");
    person.commit();
    Change change = Scene.adopting(4, OptionalLong.empty());
    Journal journal = Scene.planned(lease, List.of(change));
    journal.intend(List.of(change));
    try (Connection gate = server.connect();
        var closed = gate.createStatement()) {
      closed.execute("SELECT pg_advisory_lock(4711)");
      // The row is in, its trigger has not fired: the deal is not locked yet.
      CompletableFuture<Void> insertion =
          CompletableFuture.runAsync(
              () -> {
                try {
                  edit(
                      "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT 4, 60"
                          + " UNION ALL SELECT 4, 61 FROM pg_advisory_xact_lock(4711)");
                  person.commit();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (!ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
          .equals("1")) {
        Thread.onSpinWait();
      }

      journal.settle(List.of(new Settled(change, new Outcome.Verified(image(54, 60)))));

      closed.execute("SELECT pg_advisory_unlock(4711)");
      insertion.get(20, TimeUnit.SECONDS);
    }
    assertThat(mark(4)).isPresent();
    assertThat(ask("SELECT contacts FROM dealsync.base_deal")).isEqualTo("{54}");
    assertThat(
            ask(
                "SELECT string_agg(contact_id::text, ' ' ORDER BY 1) FROM dealsync.deal_contact"
                    + " WHERE deal_id = 4"))
        .isEqualTo("54 60 61");
  }

  @Test
  void a_locked_table_ends_the_run_with_the_reason() throws SQLException {
    edit("LOCK TABLE dealsync.deal");

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> database.mirror(PORTAL).managed())
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE))
        .withMessageContaining("Someone's open transaction");
  }

  @Test
  void text_that_postgresql_cannot_store_does_not_stop_a_run() throws SQLException {
    Change change = Scene.change(3, mark());
    Journal journal = Scene.planned(lease, List.of(change));
    journal.intend(List.of(change), Policy.MIRROR_WINS);

    journal.settle(List.of(new Settled(change, new Outcome.Failed("The portal says \0 \uD800."))));

    assertThat(ask("SELECT error FROM dealsync.change")).isEqualTo("The portal says \uFFFD ?.");
  }

  @Test
  void what_a_commit_refuses_is_told_as_such() throws SQLException {
    edit(
        "ALTER TABLE dealsync.base_deal ADD CONSTRAINT late EXCLUDE (run_id WITH =) DEFERRABLE"
            + " INITIALLY DEFERRED");
    person.commit();
    Journal journal = lease.open(Scene.HEADER);

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> journal.agreed(Scene.agreed(2)))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.OTHER))
        .withMessageContaining("late");
  }

  @Test
  void a_failed_run_with_changes_left_can_be_applied() {
    Change change = Scene.change(3, mark());
    Journal journal = Scene.planned(lease, List.of(change));
    lease.finish(journal.run(), Scene.end(RunState.FAILED));

    assertThat(lease.resume(journal.run(), Scene.HEADER).pending(0, 10)).containsExactly(change);
  }

  @Test
  void a_row_of_a_failed_run_can_be_taken_out() throws SQLException {
    Journal journal = Scene.planned(lease, List.of(Scene.change(3, mark())));
    lease.finish(journal.run(), Scene.end(RunState.FAILED));

    edit("UPDATE dealsync.change SET verdict = 'skip'");
    person.commit();

    assertThat(lease.resume(journal.run(), Scene.HEADER).remaining().changes()).isZero();
  }

  @Test
  void an_interrupted_run_still_tells_what_it_did() throws SQLException {
    edit("INSERT INTO dealsync.deal (deal_id) VALUES (4)");
    edit("UPDATE dealsync.deal SET edit_mark = NULL");
    person.commit();
    List<Change> changes = Scene.each(3, 2, deal -> Scene.change(deal, OptionalLong.empty()));
    Journal journal = Scene.planned(lease, changes);
    journal.intend(changes, Policy.MIRROR_WINS);
    journal.settle(Scene.verified(changes.subList(0, 1)));
    lease.close();

    lease = database.leases().acquire(PORTAL, "sync");

    var end = database.archive().run(journal.run()).orElseThrow().end().orElseThrow();
    assertThat(end.state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(end.pushed()).isEqualTo(2);
    assertThat(end.verified()).isEqualTo(1);
    assertThat(end.failed()).isEqualTo(1);
  }

  private OptionalLong mark() {
    return mark(3);
  }

  private OptionalLong mark(long deal) {
    return database.mirror(PORTAL).page(new Selection.Deals(List.of(deal)), 0, 1).get(0).edit();
  }

  private void edit(String sql) throws SQLException {
    try (var statement = person.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String query) throws SQLException {
    try (var connection = server.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
