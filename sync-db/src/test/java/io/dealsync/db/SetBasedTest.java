package io.dealsync.db;

import static io.dealsync.db.Scene.PORTAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunLease;
import io.dealsync.plan.Change;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a call costs does not depend on how many deals it is about. */
class SetBasedTest {

  private static final int PAGE = 2500;
  private static final Address ADDRESS = new Address("test", "test", "test");

  @RegisterExtension final TestDatabase database = TestSchema.migrated();

  private final CountedStatements statements = new CountedStatements();

  @Test
  void every_call_of_the_journal_takes_as_many_statements_for_a_page_as_for_one_deal()
      throws Exception {
    link("SELECT deal, 54, 10 FROM generate_series(1, 10000) AS deal");
    var leases = new AdvisoryLeases(statements.of(database.dataSource()), ADDRESS, RunWitness.NONE);

    try (var lease = leases.acquire(PORTAL, "sync")) {
      Map<String, Integer> forOne = statements(lease, 1);
      Map<String, Integer> forMany = statements(lease, PAGE);

      // A big plan has its statistics taken, once.
      forOne.merge("totals", 1, Integer::sum);
      assertThat(forMany).isEqualTo(forOne);
      assertThat(forOne.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(16));
    }
  }

  private Map<String, Integer> statements(RunLease lease, int deals) throws SQLException {
    Journal journal = lease.open(Scene.HEADER);
    List<Change> changes =
        Scene.each(1, deals, deal -> Scene.adopting(deal, OptionalLong.of(deal)));
    Map<String, Integer> counts = new LinkedHashMap<>();
    count(counts, "observed", () -> journal.observed(Scene.observed(deals)));
    count(counts, "agreed", () -> journal.agreed(Scene.agreed(deals)));
    run("UPDATE dealsync.deal SET edit_mark = deal_id");
    count(counts, "planned", () -> journal.planned(changes));
    count(counts, "held", () -> journal.held(Scene.held(PAGE + 1, deals)));
    count(counts, "failed", () -> journal.failed(Scene.failed(2 * PAGE + 1, deals)));
    count(counts, "totals", () -> journal.totals(Scene.totals(deals)));
    count(counts, "remaining", journal::remaining);
    count(counts, "pending", () -> assertThat(journal.pending(0, PAGE)).hasSize(deals));
    count(counts, "replanned", () -> journal.replanned(changes));
    count(counts, "intend", () -> journal.intend(changes, Policy.MIRROR_WINS));
    count(counts, "openIntents", () -> assertThat(journal.openIntents(0, 0, PAGE)).hasSize(deals));
    count(counts, "settle", () -> journal.settle(Scene.verified(changes)));
    return counts;
  }

  private void count(Map<String, Integer> counts, String call, Runnable work) {
    counts.put(call, statements.during(work));
  }

  @Test
  void a_page_of_the_mirror_is_one_statement_and_pages_cover_every_deal_once() throws Exception {
    link(
        "SELECT deal, 50 + place, place * 10 FROM generate_series(1, 10000) AS deal,"
            + " generate_series(1, 3) AS place");
    var mirror =
        new MirrorTables(
            DSL.using(Database.configuration(ADDRESS).set(statements.of(database.dataSource()))),
            PORTAL,
            5);

    long seen = 0;
    List<MirrorDeal> page = new ArrayList<>();
    do {
      page.clear();
      long after = seen;
      assertThat(
              statements.during(() -> page.addAll(mirror.page(new Selection.All(), after, PAGE))))
          .isEqualTo(1);
      for (MirrorDeal deal : page) {
        assertThat(deal.deal()).isEqualTo(++seen);
        assertThat(deal.desired().contacts()).containsExactly(51L, 52L, 53L);
      }
    } while (page.size() == PAGE);
    assertThat(seen).isEqualTo(10_000);
  }

  private void link(String select) throws SQLException {
    run("INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) " + select);
  }

  private void run(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
