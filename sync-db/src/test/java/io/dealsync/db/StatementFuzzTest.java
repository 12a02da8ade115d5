package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Transactions of random statements of every shape. After each commit: every link has its deal, the
 * history ends as the tables do, a deal whose links changed has a mark, and a base is kept exactly
 * as long as its deal has not been away.
 */
class StatementFuzzTest {

  private static final int TRANSACTIONS = Integer.getInteger("fuzz.transactions", 150);

  @RegisterExtension static final TestDatabase SERVER = TestSchema.migrated();

  private static final List<String> SHAPES =
      List.of(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES ({d}, {c}), ({e}, {c}) ON"
              + " CONFLICT (portal, deal_id, contact_id) DO NOTHING",
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES ({d}, {c}, {s}) ON"
              + " CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = excluded.sort",
          "UPDATE dealsync.deal_contact SET sort = {s} WHERE deal_id = {d}",
          "UPDATE dealsync.deal_contact AS l SET deal_id = {e} WHERE deal_id = {d} AND contact_id ="
              + " {c} AND NOT EXISTS (SELECT FROM dealsync.deal_contact AS o WHERE (o.deal_id,"
              + " o.contact_id) = ({e}, {c}))",
          "DELETE FROM dealsync.deal_contact WHERE deal_id = {d} OR contact_id = {c}",
          "DELETE FROM dealsync.deal WHERE deal_id IN ({d}, {e})",
          "INSERT INTO dealsync.deal (deal_id, mode) VALUES ({d}, 'add_only') ON CONFLICT DO"
              + " NOTHING",
          "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = {d}",
          "WITH gone AS (DELETE FROM dealsync.deal WHERE deal_id IN ({d}, {e}) RETURNING *) INSERT"
              + " INTO dealsync.deal_contact (portal, deal_id, contact_id) SELECT portal, deal_id,"
              + " {c} FROM gone ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = {s}",
          "WITH gone AS (DELETE FROM dealsync.deal WHERE deal_id IN ({d}, {e})) INSERT INTO"
              + " dealsync.deal_contact (deal_id, contact_id) VALUES ({d}, {c}) ON CONFLICT"
              + " (portal, deal_id, contact_id) DO UPDATE SET sort = {s}",
          "WITH come AS (INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES ({d}, {c})"
              + " ON CONFLICT (portal, deal_id, contact_id) DO NOTHING) DELETE FROM dealsync.deal"
              + " WHERE deal_id IN ({d}, {e})",
          "WITH gone AS (DELETE FROM dealsync.deal WHERE deal_id = {d} RETURNING *) INSERT INTO"
              + " dealsync.deal SELECT * FROM gone",
          "WITH gone AS (DELETE FROM dealsync.deal_contact WHERE deal_id = {d} RETURNING *) INSERT"
              + " INTO dealsync.deal_contact SELECT portal, deal_id, contact_id, {s}, false FROM"
              + " gone",
          "WITH gone AS (DELETE FROM dealsync.deal WHERE deal_id = {d}) UPDATE"
              + " dealsync.deal_contact SET sort = {s} WHERE deal_id = {e}",
          "WITH gone AS (DELETE FROM dealsync.deal_contact WHERE deal_id = {d}) DELETE FROM"
              + " dealsync.deal WHERE deal_id IN ({d}, {e})",
          "MERGE INTO dealsync.deal_contact AS l USING (VALUES ({d}, {c}), ({e}, {c})) AS n (deal,"
              + " contact) ON (l.portal, l.deal_id, l.contact_id) = ('main', n.deal, n.contact)"
              + " WHEN MATCHED AND n.deal % 2 = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET sort ="
              + " {s} WHEN NOT MATCHED THEN INSERT (deal_id, contact_id) VALUES (n.deal,"
              + " n.contact)",
          "TRUNCATE dealsync.deal_contact",
          "TRUNCATE dealsync.deal");

  @Test
  void after_each_commit_tables_history_marks_and_bases_agree() throws SQLException {
    long seed = Long.getLong("fuzz.seed", new Random().nextLong());
    System.out.println("fuzz.seed=" + seed);
    Random random = new Random(seed);
    TestSchema.clean(SERVER);
    TestSql sql = new TestSql(SERVER.dataSource());
    boolean merges =
        sql.value("SELECT current_setting('server_version_num')::int >= 150000").equals("t");
    List<String> done = new ArrayList<>();
    try (Connection connection = SERVER.connect();
        Statement session = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < TRANSACTIONS; i++) {
        sql.run(
            "INSERT INTO dealsync.base_deal (portal, deal_id) SELECT portal, deal_id FROM"
                + " dealsync.deal ON CONFLICT DO NOTHING",
            "UPDATE dealsync.deal SET edit_mark = NULL");
        Map<String, String> before = links(sql);
        Set<String> managed = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.deal"));
        Set<String> bases = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.base_deal"));
        Set<String> addOnly =
            new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.deal WHERE mode = 'add_only'"));
        done.clear();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
          String statement = statement(random);
          if (!merges && statement.startsWith("MERGE")) {
            continue;
          }
          boolean undone = random.nextInt(5) == 0;
          done.add((undone ? "undone: " : "") + statement);
          session.execute("SAVEPOINT here");
          session.execute(statement);
          if (undone) {
            session.execute("ROLLBACK TO here");
          }
        }
        connection.commit();
        if (done.toString().contains("add_only")) {
          addOnly.addAll(managed);
        }
        bases.removeAll(addOnly);
        check(sql, "seed %d, transaction %d: %s".formatted(seed, i, done), before, managed, bases);
      }
    }
  }

  private static String statement(Random random) {
    int deal = 1 + random.nextInt(4);
    return SHAPES
        .get(random.nextInt(SHAPES.size()))
        .replace("{d}", String.valueOf(deal))
        .replace("{e}", String.valueOf(1 + (deal + random.nextInt(3)) % 4))
        .replace("{c}", String.valueOf(5 + random.nextInt(3)))
        .replace("{s}", String.valueOf(1 + random.nextInt(3)));
  }

  private static Map<String, String> links(TestSql sql) throws SQLException {
    Map<String, String> links = new HashMap<>();
    for (String line :
        sql.lines(
            "SELECT deal_id, string_agg(l::text, ' ' ORDER BY contact_id) FROM"
                + " dealsync.deal_contact AS l GROUP BY 1")) {
      links.put(line.substring(0, line.indexOf('|')), line);
    }
    return links;
  }

  private static void check(
      TestSql sql, String when, Map<String, String> before, Set<String> managed, Set<String> bases)
      throws SQLException {
    Map<String, String> after = links(sql);
    Set<String> now = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.deal"));
    Set<String> marked = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.edited_deal"));
    Set<String> agreed = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.base_deal"));
    assertThat(now).as(when).containsAll(after.keySet());
    assertThat(sql.lines("SELECT * FROM dealsync.links_as_of(clock_timestamp()) ORDER BY 2, 3"))
        .as(when)
        .isEqualTo(sql.lines("SELECT * FROM dealsync.deal_contact ORDER BY 2, 3"));
    for (String deal : now) {
      String had = before.getOrDefault(deal, "");
      if (!after.getOrDefault(deal, "").equals(had)) {
        assertThat(marked).as(when).contains(deal);
      }
      if (!managed.contains(deal)) {
        assertThat(agreed).as(when).doesNotContain(deal);
      }
    }
    // One that was add_only and is no more is seen for the first time; the others keep their base.
    bases.retainAll(managed);
    assertThat(agreed).as(when).containsAll(bases);
  }
}
