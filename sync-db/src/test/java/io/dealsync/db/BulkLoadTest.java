package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.observe.Observation;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/**
 * What a million links cost; the times are printed, the ratio and the sums are checked. Two
 * contestants of a ratio run after each other on the same server.
 */
@Tag("long")
class BulkLoadTest {

  private static final int LINKS = 1_000_000;
  private static final int PER_DEAL = 3;
  private static final int PAGE = 2500;

  @RegisterExtension final TestDatabase database = TestSchema.migrated();

  @Test
  void a_million_links_are_copied_within_three_times_the_time_without_triggers() throws Exception {
    TestSql sql = new TestSql(database.dataSource());
    sql.run("ALTER TABLE dealsync.deal_contact DISABLE TRIGGER USER");
    Duration bare = copy();
    sql.run(
        "TRUNCATE dealsync.deal_contact", "ALTER TABLE dealsync.deal_contact ENABLE TRIGGER USER");
    Duration full = copy();
    report("copy without triggers", bare);
    report("copy with triggers", full);
    assertThat(sql.value("SELECT count(*) FROM dealsync.edit_history"))
        .isEqualTo(Integer.toString(LINKS));
    assertThat(full).isLessThan(bare.multipliedBy(3));
  }

  @Test
  void a_million_links_are_compared_offline_in_less_than_ten_seconds() throws Exception {
    TestSql sql = new TestSql(database.dataSource());
    copy();
    sql.run(
        """
        INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, primaries, read_at)
        SELECT portal, deal_id, array_agg(contact_id ORDER BY sort), array_agg(sort ORDER BY sort),
               array_agg(contact_id) FILTER (WHERE is_primary), now()
        FROM dealsync.deal_contact WHERE deal_id % 100 <> 0 GROUP BY portal, deal_id\
        """,
        "ANALYZE dealsync.deal, dealsync.deal_contact, dealsync.observed_deal");
    Instant start = Instant.now();
    String pending = sql.value("SELECT count(*) FROM dealsync.pending_change");
    Duration counted = Duration.between(start, Instant.now());
    report("count of pending_change", counted);
    start = Instant.now();
    sql.lines("SELECT deal_id, change FROM dealsync.pending_change");
    report("pending_change in words", Duration.between(start, Instant.now()));
    assertThat(pending)
        .isEqualTo(sql.value("SELECT count(*) FROM dealsync.deal WHERE deal_id % 100 = 0"));
    assertThat(counted).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void a_million_links_are_replaced_by_a_snapshot_in_about_the_time_of_a_copy() throws Exception {
    TestSql sql = new TestSql(database.dataSource());
    Duration copied = copy();
    report("copy", copied);
    sql.run(
        "UPDATE dealsync.deal SET edit_mark = NULL",
        "CREATE TABLE snapshot AS SELECT deal_id, contact_id, sort, is_primary FROM"
            + " dealsync.deal_contact",
        "ANALYZE dealsync.deal, dealsync.deal_contact");
    String edits = sql.value("SELECT count(*) FROM dealsync.link_edit");

    Duration identical = load(sql);
    report("an identical snapshot", identical);
    assertThat(sql.value("SELECT count(*) FROM dealsync.link_edit")).isEqualTo(edits);
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal WHERE edit_mark IS NOT NULL"))
        .isEqualTo("0");

    sql.run("UPDATE snapshot SET contact_id = contact_id + 5000000 WHERE deal_id % 100 = 0");
    Duration changed = load(sql);
    report("a snapshot with 1 % changed", changed);
    assertThat(sql.value("SELECT count(*) FROM dealsync.deal WHERE edit_mark IS NOT NULL"))
        .isEqualTo(sql.value("SELECT count(*) FROM dealsync.deal WHERE deal_id % 100 = 0"));
    // Seconds depend on the machine: ten for the first and fifteen for the second where nothing
    // else runs.
    assertThat(identical).isLessThan(copied);
    assertThat(changed).isLessThan(copied.multipliedBy(2));
  }

  private static Duration load(TestSql sql) throws SQLException {
    Instant start = Instant.now();
    sql.run("CALL dealsync.replace_links('snapshot', 'main', 'release')");
    return Duration.between(start, Instant.now());
  }

  @Test
  void all_deals_pass_through_mirror_and_journal() throws Exception {
    copy();
    new TestSql(database.dataSource()).run("ANALYZE dealsync.deal, dealsync.deal_contact");
    try (Database pool = TestSchema.open(database);
        RunLease lease = pool.leases().acquire("main", "sync")) {
      Journal journal =
          lease.open(new RunHeader("main", "sync", "test", OptionalLong.empty(), Map.of()));
      Duration first = pass(pool.mirror("main"), journal, true);
      report("read, observe and agree on all deals", first);
      report("read and observe all deals again", pass(pool.mirror("main"), journal, false));
      report("read all deals", pass(pool.mirror("main"), null, false));
    }
  }

  private static Duration pass(Mirror mirror, @Nullable Journal journal, boolean agreeing) {
    Instant start = Instant.now();
    long after = 0;
    List<MirrorDeal> page;
    do {
      page = mirror.page(new Selection.All(), after, PAGE);
      if (page.isEmpty()) {
        break;
      }
      after = page.get(page.size() - 1).deal();
      if (journal != null) {
        journal.observed(
            page.stream()
                .map(
                    deal ->
                        new DealObservation(
                            deal.deal(),
                            new Observation.Present(deal.desired().asImage(), Instant.now())))
                .toList());
      }
      if (journal != null && agreeing) {
        journal.agreed(
            page.stream()
                .map(deal -> new Agreement(deal.deal(), deal.desired().asImage(), deal.edit()))
                .toList());
      }
    } while (page.size() == PAGE);
    return Duration.between(start, Instant.now());
  }

  private Duration copy() throws Exception {
    Instant start = Instant.now();
    try (Connection connection = database.connect();
        Reader lines = lines()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY dealsync.deal_contact FROM STDIN", lines);
    }
    return Duration.between(start, Instant.now());
  }

  private static Reader lines() throws IOException {
    PipedReader reader = new PipedReader(1 << 16);
    Writer writer = new PipedWriter(reader);
    Thread.ofPlatform()
        .start(
            () -> {
              SplittableRandom random = new SplittableRandom(7);
              try (writer) {
                for (int i = 0; i < LINKS; i++) {
                  int place = i % PER_DEAL;
                  writer.write(
                      "main\t%d\t%d\t%d\t%s\n"
                          .formatted(
                              i / PER_DEAL + 1,
                              place * 400_000L + 1 + random.nextInt(400_000),
                              (place + 1) * 10,
                              place == 0 ? "t" : "f"));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return reader;
  }

  private static void report(String what, Duration time) {
    System.out.printf("%s: %.1f s%n", what, time.toMillis() / 1000.0);
  }
}
