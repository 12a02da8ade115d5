package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deal that is taken out and comes back before the commit has never been away. */
class TakenOutAndBackTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private TestSql sql;

  @BeforeEach
  void a_paused_and_an_active_deal_that_both_agreed() throws SQLException {
    TestSchema.clean(DATABASE);
    sql = new TestSql(DATABASE.dataSource());
    sql.run(
        "INSERT INTO dealsync.deal (deal_id, mode, policy, note) VALUES (7, 'paused', 'hold',"
            + " 'mine'), (8, 'mirror', NULL, NULL)",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (7, 5, 10), (7, 6,"
            + " 20), (8, 5, 10)",
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries)"
            + " SELECT portal, deal_id, '{5}', '{10}', '{5}' FROM dealsync.deal",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 7, 'parked',"
            + " 'x'), ('main', 8, 'parked', 'x')",
        "INSERT INTO dealsync.failure_streak (portal, deal_id, last_run, last_error) VALUES"
            + " ('main', 7, 1, 'x'), ('main', 8, 1, 'x')",
        "UPDATE dealsync.deal SET edit_mark = NULL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The deletion first, and read from.
        """
        WITH gone AS (DELETE FROM dealsync.deal RETURNING portal, deal_id)
        INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) SELECT portal, deal_id, 9 FROM gone\
        """,
        // The insertion first: nothing asks for what was deleted.
        """
        WITH gone AS (DELETE FROM dealsync.deal)
        INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 9), (8, 9)\
        """,
        """
        WITH come AS (INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 9), (8, 9) RETURNING deal_id)
        DELETE FROM dealsync.deal WHERE deal_id IN (SELECT deal_id FROM come)\
        """,
        """
        WITH come AS (INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 9), (8, 9))
        DELETE FROM dealsync.deal\
        """,
        """
        WITH gone AS (DELETE FROM dealsync.deal RETURNING portal, deal_id)
        INSERT INTO dealsync.deal_contact AS l (portal, deal_id, contact_id, sort)
        SELECT portal, deal_id, contact, NULLIF(contact, 9) FROM gone, (VALUES (5), (9)) AS c (contact)
        ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = l.sort\
        """,
        """
        WITH gone AS (DELETE FROM dealsync.deal RETURNING *),
             back AS (INSERT INTO dealsync.deal SELECT * FROM gone)
        INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 9), (8, 9)\
        """,
        """
        WITH gone AS (DELETE FROM dealsync.deal RETURNING portal, deal_id),
             back AS (INSERT INTO dealsync.deal (portal, deal_id) SELECT * FROM gone)
        INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 9), (8, 9)\
        """
      })
  void a_statement_that_brings_deals_back_with_links_takes_nothing_from_them(String statement)
      throws SQLException {
    sql.run(statement);
    assertThat(deals()).containsExactly("7|paused|hold|mine", "8|mirror||");
    assertThat(links()).containsExactly("7|5|10", "7|6|20", "7|9|", "8|5|10", "8|9|");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.edited_deal ORDER BY 1"))
        .containsExactly("7", "8");
    assertNothingForgotten();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        WITH gone AS (DELETE FROM dealsync.deal RETURNING *) INSERT INTO dealsync.deal SELECT * FROM gone\
        """,
        """
        WITH gone AS (DELETE FROM dealsync.deal RETURNING portal, deal_id)
        INSERT INTO dealsync.deal (portal, deal_id) SELECT * FROM gone\
        """,
        """
        WITH gone AS (DELETE FROM dealsync.deal)
        INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (7, 5, 10), (8, 5, 10)
        ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = excluded.sort\
        """
      })
  void a_statement_that_puts_deals_back_as_they_were_changes_nothing(String statement)
      throws SQLException {
    sql.run(statement);
    assertThat(deals()).containsExactly("7|paused|hold|mine", "8|mirror||");
    assertThat(links()).containsExactly("7|5|10", "7|6|20", "8|5|10");
    assertNothingForgotten();
  }

  @Test
  void only_the_deals_that_a_statement_does_not_bring_back_are_gone() throws SQLException {
    sql.run(
        """
        BEGIN;
        WITH gone AS (DELETE FROM dealsync.deal RETURNING deal_id)
        INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT deal_id, 9 FROM gone WHERE deal_id = 8;
        INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (6, 5);
        COMMIT\
        """);
    assertThat(deals()).containsExactly("6|mirror||", "8|mirror||");
    assertThat(links()).containsExactly("6|5|", "8|5|10", "8|9|");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.hold")).containsExactly("8");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.failure_streak")).containsExactly("8");
  }

  @Test
  void a_statement_that_moves_links_from_a_deal_it_takes_out_leaves_that_deal_out()
      throws SQLException {
    sql.run(
        """
        WITH gone AS (DELETE FROM dealsync.deal WHERE deal_id = 7)
        UPDATE dealsync.deal_contact SET deal_id = 8 WHERE deal_id = 7 AND contact_id = 6\
        """);
    assertThat(deals()).containsExactly("8|mirror||");
    assertThat(links()).containsExactly("8|5|10", "8|6|20");
    assertHistoryIsTheTable();
  }

  @Test
  void a_transaction_that_brings_a_deal_back_by_links_gives_it_its_settings_back()
      throws SQLException {
    sql.run(
        "BEGIN; DELETE FROM dealsync.deal; INSERT INTO dealsync.deal_contact (deal_id, contact_id)"
            + " VALUES (7, 5), (8, 5); COMMIT");
    assertThat(deals()).containsExactly("7|paused|hold|mine", "8|mirror||");
    assertThat(links()).containsExactly("7|5|", "8|5|");
    assertNothingForgotten();
  }

  @Test
  void a_removal_that_is_rolled_back_to_a_savepoint_has_not_happened() throws SQLException {
    sql.run(
        "BEGIN; SAVEPOINT before; DELETE FROM dealsync.deal WHERE deal_id = 7; ROLLBACK TO before;"
            + " INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 9); COMMIT");
    assertThat(deals()).containsExactly("7|paused|hold|mine", "8|mirror||");
    assertThat(links()).containsExactly("7|5|10", "7|6|20", "7|9|", "8|5|10");
    assertNothingForgotten();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        WITH gone AS (DELETE FROM dealsync.deal_contact WHERE deal_id = 7 RETURNING *)
        INSERT INTO dealsync.deal_contact SELECT portal, deal_id, contact_id, sort + 1, is_primary FROM gone\
        """,
        """
        WITH gone AS (DELETE FROM dealsync.deal_contact WHERE deal_id = 7 RETURNING *),
             come AS (INSERT INTO dealsync.deal_contact SELECT portal, deal_id, contact_id, sort + 1, is_primary FROM gone RETURNING 1)
        SELECT count(*) FROM come\
        """,
        """
        WITH moved AS (UPDATE dealsync.deal_contact SET contact_id = 9 WHERE deal_id = 7 AND contact_id = 5 RETURNING *),
             gone AS (DELETE FROM dealsync.deal_contact WHERE deal_id = 7 AND contact_id = 6 RETURNING *)
        INSERT INTO dealsync.deal_contact SELECT portal, deal_id, 5, 1, false FROM moved
        UNION ALL SELECT portal, deal_id, 6, 2, false FROM gone\
        """
      })
  void the_history_of_a_statement_with_several_parts_ends_as_the_table_does(String statement)
      throws SQLException {
    sql.run(statement);
    assertHistoryIsTheTable();
  }

  private List<String> deals() throws SQLException {
    return sql.lines("SELECT deal_id, mode, policy, note FROM dealsync.deal ORDER BY 1");
  }

  private List<String> links() throws SQLException {
    return sql.lines("SELECT deal_id, contact_id, sort FROM dealsync.deal_contact ORDER BY 1, 2");
  }

  private void assertNothingForgotten() throws SQLException {
    assertThat(sql.lines("SELECT deal_id FROM dealsync.base_deal ORDER BY 1"))
        .containsExactly("7", "8");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.hold ORDER BY 1")).containsExactly("7", "8");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.failure_streak ORDER BY 1"))
        .containsExactly("7", "8");
    assertHistoryIsTheTable();
  }

  private void assertHistoryIsTheTable() throws SQLException {
    assertThat(sql.lines("SELECT * FROM dealsync.links_as_of(clock_timestamp()) ORDER BY 2, 3"))
        .isEqualTo(sql.lines("SELECT * FROM dealsync.deal_contact ORDER BY 2, 3"));
  }
}
