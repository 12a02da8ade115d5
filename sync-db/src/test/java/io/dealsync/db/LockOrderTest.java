package io.dealsync.db;

import static io.dealsync.db.Scene.PORTAL;
import static io.dealsync.db.Scene.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.Settled;
import io.dealsync.plan.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements of two sessions on the same deals: neither ends in a deadlock that tables without
 * triggers would not have.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockOrderTest {

  private static final int DEALS = 60;
  private static final int ROUNDS = Integer.getInteger("lock.rounds", 1);

  /**
   * Deals go through these in opposite orders, and slowly enough for the other to get between. The
   * links of an upsert are nobody else's: on rows that two statements update in opposite orders,
   * tables without triggers deadlock, too.
   */
  private static final Map<String, String> STATEMENTS =
      new TreeMap<>(
          Map.of(
              "insert",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal, 70 FROM"
                  + " generate_series(%1$d, 1, -1) AS deal",
              "insert elsewhere",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal, 71 FROM"
                  + " generate_series(1, %1$d) AS deal",
              "update",
              "UPDATE dealsync.deal_contact SET sort = coalesce(sort, 0) + 1 WHERE contact_id = 5",
              "update the others",
              "UPDATE dealsync.deal_contact SET sort = coalesce(sort, 0) + 1 WHERE contact_id = 8",
              "delete links",
              "DELETE FROM dealsync.deal_contact WHERE contact_id = 5",
              "upsert",
              "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) SELECT deal, 6, 7 FROM"
                  + " generate_series(1, %1$d) AS deal ON CONFLICT (portal, deal_id, contact_id) DO"
                  + " UPDATE SET sort = excluded.sort",
              "delete deals",
              "DELETE FROM dealsync.deal WHERE pg_sleep(0.0005) IS NOT NULL",
              "pause deals",
              "UPDATE dealsync.deal SET mode = 'paused' WHERE pg_sleep(0.0005) IS NOT NULL",
              "truncate deals",
              "TRUNCATE dealsync.deal"));

  /** Ends that tables without triggers would have, too. */
  private static final Set<String> OWN_FAULT = Set.of("23505");

  @RegisterExtension static final TestDatabase SERVER = TestSchema.migrated();

  private ExecutorService sessions;
  private TestSql sql;

  @BeforeEach
  void begin() throws SQLException {
    TestSchema.clean(SERVER);
    sql = new TestSql(SERVER.dataSource());
    sessions = Executors.newFixedThreadPool(2);
  }

  @AfterEach
  void end() {
    sessions.shutdownNow();
  }

  static Stream<Arguments> pairs() {
    List<String> names = List.copyOf(STATEMENTS.keySet());
    return names.stream()
        .flatMap(
            one ->
                names.stream()
                    .filter(other -> one.compareTo(other) <= 0)
                    .map(other -> Arguments.of(one, other)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void two_statements_on_the_same_deals_end_without_a_deadlock(String one, String other)
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      reload();
      CyclicBarrier start = new CyclicBarrier(2);
      Future<Void> first = sessions.submit(statement(start, one));
      Future<Void> second = sessions.submit(statement(start, other));
      first.get();
      second.get();
      assertNothingIsLeftHalfDone();
    }
  }

  @Test
  void a_run_that_adopts_never_costs_a_statement() throws Exception {
    try (Database database = TestSchema.open(SERVER);
        RunLease lease = database.leases().acquire(PORTAL, "sync")) {
      for (String name : STATEMENTS.keySet()) {
        if (!name.startsWith("truncate")) {
          reload();
          sql.run("UPDATE dealsync.deal SET edit_mark = NULL");
          List<Change> changes =
              Scene.each(1, DEALS, deal -> Scene.adopting(deal, OptionalLong.empty()));
          Journal journal = Scene.planned(lease, changes);
          journal.intend(changes);
          CyclicBarrier start = new CyclicBarrier(2);
          Future<Void> person = sessions.submit(statement(start, name));
          start.await();
          journal.settle(
              changes.stream()
                  .map(change -> new Settled(change, new Outcome.Verified(image(54, 60))))
                  .toList());
          person.get();
          assertNothingIsLeftHalfDone();
        }
      }
    }
  }

  private Callable<Void> statement(CyclicBarrier start, String name) {
    return () -> {
      try (Connection connection = SERVER.connect();
          Statement statement = connection.createStatement()) {
        start.await();
        statement.execute(STATEMENTS.get(name).formatted(DEALS));
      } catch (SQLException e) {
        assertThat(OWN_FAULT).as("%s: %s", name, e.getMessage()).contains(e.getSQLState());
      }
      return null;
    };
  }

  /** The rows lie in the order of descending ids, against that of the key. */
  private void reload() throws SQLException {
    sql.run(
        "DELETE FROM dealsync.deal",
        "INSERT INTO dealsync.deal (deal_id) SELECT deal FROM generate_series(%d, 1, -1) AS deal"
            .formatted(DEALS),
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal, contact FROM generate_series(%d, 1, -1) AS deal, (VALUES (5), (6), (8)) AS c (contact)"
            .formatted(DEALS));
  }

  private void assertNothingIsLeftHalfDone() throws SQLException {
    assertThat(
            sql.lines(
                "SELECT deal_id FROM dealsync.deal_contact WHERE deal_id NOT IN (SELECT deal_id"
                    + " FROM dealsync.deal)"))
        .isEmpty();
    assertThat(sql.lines("SELECT * FROM dealsync.links_as_of(clock_timestamp()) ORDER BY 2, 3"))
        .isEqualTo(sql.lines("SELECT * FROM dealsync.deal_contact ORDER BY 2, 3"));
  }
}
