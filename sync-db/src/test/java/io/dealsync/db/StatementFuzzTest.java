package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transactions of random statements of every shape, one after the other or of several people at
 * once. After each commit: every link has its deal, the history ends as the tables do, a deal whose
 * links changed has a mark, and a base is kept exactly as long as its deal has not been away. When
 * nobody is in the middle of anything, the history knows that moment for ever.
 */
class StatementFuzzTest {

  private static final int TRANSACTIONS = Integer.getInteger("fuzz.transactions", 100);

  private static final String LINKS = "SELECT * FROM dealsync.deal_contact ORDER BY 2, 3";

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
          "UPDATE dealsync.deal_contact SET is_primary = contact_id = {c} WHERE deal_id = {d}",
          "TRUNCATE dealsync.deal_contact",
          "TRUNCATE dealsync.deal");

  private final Map<String, List<String>> moments = new HashMap<>();
  private Random random = new Random();

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void after_each_commit_tables_history_marks_and_bases_agree(int people) throws SQLException {
    long seed = Long.getLong("fuzz.seed", new Random().nextLong());
    System.out.println("fuzz.seed=" + seed);
    random = new Random(seed);
    TestSchema.clean(SERVER);
    List<Person> all = new ArrayList<>();
    try (Connection looking = SERVER.connect()) {
      TestSql sql = new TestSql(looking);
      sql.run("SET lock_timeout = '5s'");
      boolean merges =
          sql.value("SELECT current_setting('server_version_num')::int >= 150000").equals("t");
      while (all.size() < people) {
        all.add(new Person(merges));
      }
      for (int i = 0; i < TRANSACTIONS; ) {
        Person person = all.get(random.nextInt(people));
        if (person.worksOn()) {
          continue;
        }
        agree(sql);
        Before before = new Before(sql, person);
        if (random.nextInt(6) > 0 && person.commits()) {
          before.check(
              sql,
              "seed %d, transaction %d%s: %s"
                  .formatted(seed, i, person.isolated ? ", isolated" : "", person.done));
          i++;
        }
        person.begins();
        if (all.stream().noneMatch(one -> one.works)) {
          moments.put(sql.value("SELECT clock_timestamp()"), sql.lines(LINKS));
        }
      }
      assertThat(moments).isNotEmpty();
      for (Map.Entry<String, List<String>> moment : moments.entrySet()) {
        assertThat(
                sql.lines(
                    "SELECT * FROM dealsync.links_as_of('%s') ORDER BY 2, 3"
                        .formatted(moment.getKey())))
            .as("seed %d, at %s", seed, moment.getKey())
            .isEqualTo(moment.getValue());
      }
    } finally {
      for (Person person : all) {
        person.close();
      }
    }
  }

  /** Both sides agree on every deal that nobody is editing. */
  private static void agree(TestSql sql) throws SQLException {
    sql.run(
        """
        WITH free AS (SELECT portal, deal_id FROM dealsync.deal FOR UPDATE SKIP LOCKED),
        based AS (INSERT INTO dealsync.base_deal (portal, deal_id) SELECT portal, deal_id FROM free
                  ON CONFLICT DO NOTHING)
        UPDATE dealsync.deal AS d SET edit_mark = NULL FROM free
        WHERE (d.portal, d.deal_id) = (free.portal, free.deal_id)\
        """);
  }

  /** Somebody with a session of their own, who waits for nobody. */
  private final class Person implements AutoCloseable {
    private final Connection connection;
    private final Statement session;
    private final boolean merges;
    private final List<String> done = new ArrayList<>();
    private boolean works;

    /** In the snapshot of such a transaction a deal that was away meanwhile was never away. */
    private boolean isolated;

    private final Deque<String> planned = new ArrayDeque<>();

    Person(boolean merges) throws SQLException {
      this.merges = merges;
      connection = SERVER.connect();
      connection.setAutoCommit(false);
      session = connection.createStatement();
      session.execute("SET lock_timeout = '10ms'");
      connection.commit();
      begins();
    }

    void begins() throws SQLException {
      connection.rollback();
      works = false;
      isolated = false;
      done.clear();
      planned.clear();
      while (planned.isEmpty() || random.nextInt(5) < 2) {
        String statement = statement(random);
        if (merges || !statement.startsWith("MERGE")) {
          planned.add(statement);
        }
      }
      if (random.nextInt(6) == 0) {
        isolated = true;
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      }
    }

    /**
     * The next statement; false when only the commit is left. Nobody may look behind a TRUNCATE.
     */
    boolean worksOn() throws SQLException {
      if (planned.isEmpty() || planned.getFirst().startsWith("TRUNCATE")) {
        return false;
      }
      tries(planned.removeFirst(), random.nextInt(5) == 0);
      return true;
    }

    private void tries(String statement, boolean undone) throws SQLException {
      boolean back = undone;
      works = true;
      session.execute("SAVEPOINT here");
      try {
        session.execute(statement);
        done.add((undone ? "undone: " : "") + statement);
      } catch (SQLException failure) {
        back = inTheWay(failure);
      }
      if (back) {
        session.execute("ROLLBACK TO here");
      }
    }

    /** False when somebody else is in the way. */
    boolean commits() throws SQLException {
      try {
        if (!planned.isEmpty()) {
          tries(planned.removeFirst(), false);
        }
        connection.commit();
        return true;
      } catch (SQLException failure) {
        return !inTheWay(failure);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** A lock, a row that is newer than the snapshot, or a second primary; anything else is wrong. */
  private static boolean inTheWay(SQLException failure) throws SQLException {
    if (!Set.of("55P03", "40001", "23P01").contains(failure.getSQLState())) {
      throw failure;
    }
    return true;
  }

  /** What was so before a commit. */
  private static final class Before {
    private final Map<String, List<String>> links;
    private final Set<String> managed;
    private final Set<String> bases;
    private final Person person;

    Before(TestSql sql, Person person) throws SQLException {
      this.person = person;
      links = links(sql);
      managed = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.deal"));
      bases = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.base_deal"));
      // One that was add_only and is no more is seen for the first time; the others keep their
      // base.
      bases.removeAll(
          person.done.toString().contains("add_only")
              ? managed
              : Set.copyOf(sql.lines("SELECT deal_id FROM dealsync.deal WHERE mode = 'add_only'")));
    }

    void check(TestSql sql, String when) throws SQLException {
      Map<String, List<String>> after = links(sql);
      Set<String> now = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.deal"));
      Set<String> marked = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.edited_deal"));
      Set<String> agreed = new HashSet<>(sql.lines("SELECT deal_id FROM dealsync.base_deal"));
      assertThat(now).as(when).containsAll(after.keySet());
      assertThat(sql.lines("SELECT * FROM dealsync.links_as_of(clock_timestamp()) ORDER BY 2, 3"))
          .as(when)
          .isEqualTo(sql.lines(LINKS));
      for (String deal : now) {
        if (!after.getOrDefault(deal, List.of()).equals(links.getOrDefault(deal, List.of()))) {
          assertThat(marked).as(when).contains(deal);
        }
        if (!managed.contains(deal) && !person.isolated) {
          assertThat(agreed).as(when).doesNotContain(deal);
        }
      }
      bases.retainAll(managed);
      assertThat(agreed).as(when).containsAll(bases);
    }

    private static Map<String, List<String>> links(TestSql sql) throws SQLException {
      return sql.lines(LINKS).stream().collect(Collectors.groupingBy(line -> line.split("\\|")[1]));
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
}
