package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deal is one row of dealsync.deal_links, which can be edited as a whole. */
class DealLinksTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private final TestSql sql = new TestSql(DATABASE.dataSource());

  @BeforeEach
  void one_deal_is_managed() throws SQLException {
    TestSchema.clean(DATABASE);
    sql.run("INSERT INTO dealsync.deal_links (deal_id, contacts) VALUES (7, '{54,55,56}')");
  }

  private static final String WAITING_HERE =
      """
      SELECT FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
      WHERE NOT l.granted AND a.datname = current_database()\
      """;

  @Test
  void a_row_is_inserted_updated_and_deleted() throws SQLException {
    assertThat(links(7)).isEqualTo("54:10* 55:20 56:30");
    sql.run(
        "INSERT INTO dealsync.deal_links (portal, deal_id, contacts, primary_contact, mode, note)"
            + " VALUES ('branch', 8, '{1,2}', 2, 'add_only', 'theirs')");
    assertThat(sql.lines("SELECT * FROM dealsync.deal_links WHERE portal = 'branch'"))
        .containsExactly("branch|8|{1,2}|2|add_only|theirs");

    sql.run("UPDATE dealsync.deal_links SET contacts = '{56,54}' WHERE deal_id = 7");
    assertThat(links(7)).isEqualTo("56:10 54:20*");
    sql.run("UPDATE dealsync.deal_links SET contacts = '{60,56}' WHERE deal_id = 7");
    assertThat(links(7)).isEqualTo("60:10* 56:20");
    sql.run("UPDATE dealsync.deal_links SET primary_contact = 56, note = 'x' WHERE deal_id = 7");
    assertThat(links(7)).isEqualTo("60:10 56:20*");
    sql.run("UPDATE dealsync.deal_links SET contacts = '{}' WHERE deal_id = 7");
    assertThat(links(7)).isEmpty();
    sql.run("DELETE FROM dealsync.deal_links WHERE portal = 'main'");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.deal")).containsExactly("8");
  }

  @Test
  void what_does_not_differ_is_not_written() throws SQLException {
    sql.run("UPDATE dealsync.deal SET edit_mark = NULL");
    String edits = sql.value("SELECT count(*) FROM dealsync.edit");
    sql.run("UPDATE dealsync.deal_links SET contacts = '{54,55,56}', primary_contact = 54");
    assertThat(sql.value("SELECT count(*) FROM dealsync.edit")).isEqualTo(edits);
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal")).isEmpty();
  }

  @Test
  void a_statement_over_many_deals_is_one_edit_of_each_table() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_links (deal_id, contacts) SELECT d, ARRAY[d, d + 1] FROM"
            + " generate_series(100, 1099) AS d",
        "UPDATE dealsync.deal_links SET contacts = contacts || 9::bigint WHERE deal_id >= 100");
    assertThat(sql.lines("SELECT operation, lines FROM dealsync.edit ORDER BY edit_id OFFSET 2"))
        .containsExactly("insert|1000", "insert|2000", "insert|1000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UPDATE dealsync.deal_links SET contacts = '{5,5}' | contacts of deal 7: {5,5} has a"
            + " contact twice",
        "UPDATE dealsync.deal_links SET contacts = '{0}' | {0} is no list of contact ids",
        "UPDATE dealsync.deal_links SET primary_contact = 9 | primary_contact 9 is not among",
        "UPDATE dealsync.deal_links SET deal_id = 9 | a managed deal keeps its key",
        "INSERT INTO dealsync.deal_links (deal_id, contacts) VALUES (7, '{1}') |"
            + " deal_is_managed_once",
        "INSERT INTO dealsync.deal_links (portal, deal_id) VALUES ('mian', 9) | did you mean main?"
      })
  void what_cannot_be_meant_is_refused(String statement, String why) throws SQLException {
    assertThatThrownBy(() -> sql.run(statement)).hasMessageContaining(why);
    assertThat(links(7)).isEqualTo("54:10* 55:20 56:30");
  }

  @Test
  void what_somebody_else_committed_meanwhile_is_not_overwritten() throws Exception {
    try (Connection other = DATABASE.connect();
        Statement statement = other.createStatement();
        ExecutorService second = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      statement.execute(
          "UPDATE dealsync.deal_links SET contacts = contacts || 60::bigint WHERE deal_id = 7");
      Future<?> waiting =
          second.submit(
              () -> {
                sql.run(
                    "UPDATE dealsync.deal_links SET contacts = contacts || 61::bigint WHERE deal_id"
                        + " = 7");
                return null;
              });
      while (sql.lines(WAITING_HERE).isEmpty()) {
        Thread.onSpinWait();
      }
      other.commit();
      assertThatThrownBy(waiting::get)
          .hasMessageContaining("deal 7 of portal main was edited by somebody else");
    }
    assertThat(links(7)).isEqualTo("54:10* 55:20 56:30 60:40");
  }

  @Test
  void the_next_run_is_told_with_the_guards_arithmetic_and_what_waits() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_links (deal_id, contacts) SELECT d, ARRAY[1, 2] FROM"
            + " generate_series(100, 120) AS d",
        """
        INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, primaries, read_at)
        SELECT 'main', d, '{1,2}', '{10,20}', '{1}', now() FROM generate_series(100, 120) AS d\
        """,
        "UPDATE dealsync.deal SET edit_mark = NULL",
        "UPDATE dealsync.deal_links SET contacts = '{}' WHERE deal_id BETWEEN 100 AND 107",
        "UPDATE dealsync.deal SET mode = 'paused' WHERE deal_id = 107",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 106,"
            + " 'conflict', 'both sides changed it')");
    assertThat(
            sql.lines(
                "SELECT managed, paused, to_read, to_change, to_empty, links_to_remove, held,"
                    + " edits_waiting, in_words FROM dealsync.next_run WHERE portal = 'main'"))
        .containsExactly(
            "22|1|1|6|6|12|1|2|6 to change (+0 −12 links, 6 emptied), 1 not read yet, 1 held; the"
                + " guard would refuse it (emptied-percent: 28.6 % of deals would lose their last"
                + " contact (6 now and 0 lately, of 21), the limit is 10 %); edits that wait: 1"
                + " held: conflict, 1 paused");
    assertThat(
            sql.lines(
                "SELECT deal_id, why_not_yet FROM dealsync.deal_overview WHERE deal_id IN (7, 105,"
                    + " 106, 107, 108) ORDER BY 1"))
        .containsExactly(
            "7|waits for the next run",
            "105|waits for the next run",
            "106|held: both sides changed it",
            "107|the deal is paused",
            "108|");
  }

  /** In a database of another collation the index has one that the database does not have. */
  @Test
  void the_past_of_a_deal_is_found_by_its_index_in_a_database_of_any_collation()
      throws SQLException {
    for (String function : List.of("links_as_of", "observed_links_as_of")) {
      assertThat(
              sql.value(
                  """
                  SELECT c.collname FROM pg_proc AS f JOIN pg_type AS t ON t.oid = f.prorettype
                  JOIN pg_attribute AS a ON a.attrelid = t.typrelid AND a.attname = 'portal'
                  JOIN pg_collation AS c ON c.oid = a.attcollation
                  WHERE f.pronamespace = 'dealsync'::regnamespace AND f.proname = '%s'\
                  """
                      .formatted(function)))
          .isEqualTo("C");
    }
  }

  private String links(long deal) throws SQLException {
    return sql.value(
        """
        SELECT coalesce(string_agg(contact_id || ':' || sort || CASE WHEN is_primary THEN '*' ELSE '' END, ' ' ORDER BY sort), '')
        FROM dealsync.deal_contact WHERE deal_id = %d\
        """
            .formatted(deal));
  }
}
