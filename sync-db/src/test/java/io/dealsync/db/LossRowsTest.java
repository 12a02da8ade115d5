package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Losses;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossRowsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final Duration DAY = Duration.ofHours(24);

  private static Database database;

  private final TestSql sql = new TestSql(DATABASE.dataSource());

  @BeforeAll
  static void openPool() {
    database = TestSchema.open(DATABASE);
  }

  @AfterAll
  static void closePool() {
    database.close();
  }

  @BeforeEach
  void clean() throws SQLException {
    TestSchema.clean(DATABASE);
    sql.run("ALTER TABLE dealsync.run ALTER COLUMN run_id RESTART WITH 1000");
  }

  @ParameterizedTest(name = "{0}, sent {1} h ago, after {2}")
  @CsvSource({
    "verified, 1,    [],       true",
    "verified, 23.9, [],       true",
    "verified, 24.1, [],       false",
    "sent,     1,    ,         true",
    "unknown,  1,    ,         true",
    "failed,   1,    ,         true", // nobody has read what it left
    "failed,   1,    [],       true",
    "failed,   1,    '[1, 2]', false", // as before
    "held,     1,    ,         true", // decided again after an attempt
    "skipped,  1,    [],       true",
    "planned,  ,     ,         false",
    "failed,   ,     ,         false",
    "held,     ,     ,         false",
  })
  void what_was_sent_counts_unless_the_portal_was_seen_to_be_as_before(
      String status, Double hours, String after, boolean counts) throws SQLException {
    run(1, "done", "{}");
    change(1, 7, status, hours, after, 2, true);
    assertThat(portal()).isEqualTo(counts ? "1 deals, 2 links" : "0 deals, 0 links");
  }

  @Test
  void a_deal_that_was_emptied_twice_counts_once_and_its_links_twice() throws SQLException {
    run(1, "done", "{}");
    run(2, "done", "{}");
    change(1, 7, "verified", 3.0, "[]", 2, true);
    change(2, 7, "verified", 2.0, "[]", 1, true);
    change(2, 8, "verified", 2.0, "[]", 4, false);
    assertThat(portal()).isEqualTo("1 deals, 7 links");
  }

  @Test
  void a_deal_that_the_run_empties_itself_is_not_among_those_that_were() throws SQLException {
    run(1, "done", "{}");
    change(1, 7, "verified", 3.0, "[]", 2, true);
    change(1, 8, "verified", 3.0, "[]", 2, true);
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal journal = lease.open(Scene.HEADER);
      change(journal.run(), 8, "planned", null, null, 1, true);
      assertThat(words(journal.window(DAY).portal())).isEqualTo("1 deals, 4 links");
    }
  }

  @Test
  void what_a_person_allowed_leaves_nothing_of_that_limit_to_count() throws SQLException {
    run(1, "done", "{\"emptied-percent\": \"90\"}");
    change(1, 7, "verified", 3.0, "[]", 2, true);
    assertThat(portal()).isEqualTo("0 deals, 2 links");
    run(2, "done", "{\"removed-links\": \"9000\"}");
    change(2, 8, "verified", 3.0, "[]", 5, true);
    assertThat(portal()).isEqualTo("1 deals, 2 links");
    run(3, "done", "{\"changed-percent\": \"90\"}");
    change(3, 9, "verified", 3.0, "[]", 1, true);
    assertThat(portal()).isEqualTo("2 deals, 3 links");
  }

  @Test
  void what_an_undo_has_brought_back_counts_no_more_and_what_it_removed_does() throws SQLException {
    run(1, "done", "{}");
    change(1, 7, "verified", 3.0, "[]", 2, true);
    change(1, 8, "verified", 3.0, "[]", 2, true);
    sql.run(
        "INSERT INTO dealsync.run (run_id, portal, command, state, started_by, origin_run)"
            + " VALUES (2, 'main', 'undo', 'done', 'ann', 1)");
    change(2, 7, "verified", 1.0, "[]", 1, false);
    change(2, 8, "failed", 1.0, "[]", 0, false);
    assertThat(portal()).isEqualTo("1 deals, 3 links");
  }

  @Test
  void what_an_approved_run_that_gives_way_still_has_to_do_counts() throws SQLException {
    try (RunLease lease = database.leases().acquire("main", "sync")) {
      Journal nightly = lease.open(Scene.HEADER);
      change(nightly.run(), 7, "planned", null, null, 2, true);
      change(nightly.run(), 8, "skipped", null, null, 2, true);
      Journal edits = lease.open(Scene.HEADER);
      assertThat(words(edits.window(DAY).portal()))
          .as("while it is planning")
          .isEqualTo("0 deals, 0 links");
      nightly.totals(Scene.totals(1));
      assertThat(words(edits.window(DAY).portal())).isEqualTo("1 deals, 2 links");
      assertThat(words(nightly.window(DAY).portal())).isEqualTo("0 deals, 0 links");
    }
  }

  @Test
  void each_side_and_each_portal_has_its_own_losses() throws SQLException {
    run(1, "done", "{}");
    change(1, 7, "verified", 3.0, "[]", 2, true);
    change(1, 8, "verified", 3.0, "[]", 3, true);
    sql.run(
        "INSERT INTO dealsync.run (run_id, portal, command, state, started_by)"
            + " VALUES (2, 'branch', 'sync', 'done', 'ann')",
        "INSERT INTO dealsync.change (run_id, deal_id, portal, action, status, attempts, removed,"
            + " emptied, sent_at, arguments, mode, policy, before, target, adopt_from, adopt_to)"
            + " SELECT 1, 9, 'main', 'adopt', 'verified', 1, 4, false, sent_at, '[]', 'mirror',"
            + " 'merge', '[]', '[]', '[]', '[]' FROM dealsync.change WHERE deal_id = 7");
    GuardWindow window = window("main");
    assertThat(words(window.portal())).isEqualTo("2 deals, 5 links");
    assertThat(words(window.mirror())).isEqualTo("0 deals, 4 links");
    assertThat(window("branch")).isEqualTo(GuardWindow.without(DAY));
  }

  @Test
  void the_window_names_its_runs_and_its_first_loss() throws SQLException {
    run(12, "done", "{}");
    run(13, "done", "{}");
    change(12, 7, "verified", 3.0, "[]", 2, true);
    change(13, 8, "verified", 2.0, "[]", 3, false);
    Losses.Runs runs = window("main").portal().runs().orElseThrow();
    assertThat(runs.first()).isEqualTo(12);
    assertThat(runs.last()).isEqualTo(13);
    assertThat(runs.since())
        .isBetween(
            database.now().minus(Duration.ofMinutes(181)),
            database.now().minus(Duration.ofMinutes(179)));
  }

  @Test
  void a_million_changes_are_not_gone_through() throws SQLException {
    run(1, "done", "{}");
    sql.run(
        "INSERT INTO dealsync.change (run_id, deal_id, portal, action, status, attempts, removed,"
            + " sent_at, arguments, mode, policy, before, target)"
            + " SELECT 1, n, 'main', 'unlink', 'verified', 1, n % 2, now() - interval '30 days',"
            + " '[]', 'mirror', 'merge', '[]', '[]' FROM generate_series(1, 50000) AS n",
        "ANALYZE dealsync.change");
    List<String> plan =
        sql.lines(
            "EXPLAIN SELECT sum(removed) FROM dealsync.loss WHERE portal = 'main'"
                + " AND at > clock_timestamp() - interval '1 day'");
    assertThat(plan).noneMatch(line -> line.contains("Seq Scan on change"));
    assertThat(plan).anyMatch(line -> line.contains("change_loss"));
  }

  @Test
  void a_mirror_knows_how_many_deals_were_managed_before() throws SQLException {
    assertThat(managed()).isEqualTo(new ManagedDeals(0, 0, 0, 0));
    sql.run(
        "INSERT INTO dealsync.deal (deal_id, mode) VALUES (1, 'mirror'), (2, 'paused'), (3,"
            + " 'add_only'), (4, 'mirror')",
        "INSERT INTO dealsync.base_deal (portal, deal_id) VALUES ('main', 1), ('main', 2)");
    assertThat(managed()).isEqualTo(new ManagedDeals(4, 1, 1, 4));
    sql.run("TRUNCATE dealsync.deal");
    assertThat(managed()).as("by the bases").isEqualTo(new ManagedDeals(0, 0, 0, 2));
    counted(1, "done", 4, "{}");
    counted(2, "refused", 0, "{}");
    assertThat(managed()).as("by the latest run with some").isEqualTo(new ManagedDeals(0, 0, 0, 4));
    counted(3, "done", 0, "{\"empty-desired\": \"yes\"}");
    assertThat(managed()).as("by a person's word").isEqualTo(new ManagedDeals(0, 0, 0, 0));
  }

  private static ManagedDeals managed() {
    return database.mirror("main").managed();
  }

  private void counted(long run, String state, long managed, String allowances)
      throws SQLException {
    run(run, state, allowances);
    sql.run("UPDATE dealsync.run SET managed = %d WHERE run_id = %d".formatted(managed, run));
  }

  private void run(long run, String state, String allowances) throws SQLException {
    sql.run(
        "INSERT INTO dealsync.run (run_id, portal, command, state, started_by, allowances) VALUES"
            + " (%d, 'main', 'sync', '%s', 'ann', '%s')".formatted(run, state, allowances));
  }

  private void change(
      long run, long deal, String status, Double hours, String after, int removed, boolean emptied)
      throws SQLException {
    sql.run(
        ("INSERT INTO dealsync.change (run_id, deal_id, portal, action, method, status, attempts,"
                + " removed, emptied, sent_at, after, arguments, mode, policy, before, target)"
                + " VALUES (%d, %d, 'main', 'unlink', 'crm.deal.contact.delete', '%s', %d, %d, %b,"
                + " %s, %s, '[]', 'mirror', 'merge', '[1, 2]', '[]')")
            .formatted(
                run,
                deal,
                status,
                hours == null ? 0 : 1,
                removed,
                emptied,
                hours == null ? "NULL" : "now() - interval '%s hours'".formatted(hours),
                after == null ? "NULL" : "'" + after + "'"));
  }

  private String portal() {
    return words(window("main").portal());
  }

  private GuardWindow window(String portal) {
    try (RunLease lease = database.leases().acquire(portal, "sync")) {
      return lease
          .open(new RunHeader(portal, "sync", "ann", OptionalLong.empty(), Map.of()))
          .window(DAY);
    }
  }

  private static String words(Losses losses) {
    return losses.emptied() + " deals, " + losses.removedLinks() + " links";
  }
}
