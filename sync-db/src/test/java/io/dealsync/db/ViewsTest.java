package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private TestSql sql;

  @BeforeEach
  void connect() throws SQLException {
    TestSchema.clean(DATABASE);
    sql = new TestSql(DATABASE.dataSource());
  }

  /** Observed is contacts / sorts / primaries. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "5:10* 6:20, {5|6}, {10|20}, {5}, none",
        "5:10* 6:20, {5}, {10}, {5}, link 6",
        "5:10*, {5|6}, {10|20}, {5}, unlink 6",
        "5:10* 7:20, {5|6}, {10|20}, {5}, link 7; unlink 6",
        "5:10 6:20*, {5|6}, {10|20}, {5}, primary 5 → 6",
        "6:10 5:20*, {5|6}, {10|20}, {5}, order 5 6 → 6 5",
        "none, {5|6}, {10|20}, {5}, unlink all: 5 6",
        "5:10* 6:20, {}, {}, {}, link 5 6",
        "5: 6:, {5|6}, {100|200}, {5}, none",
        "5: 6:, {5|6}, {100|200}, {6}, primary 6 → 5",
        "5:10* 6:20, {5|6}, {10|10}, {5|6}, portal has two primaries",
        "5:10* 6:20, {5|6}, {10|10}, {}, portal has no primary"
      })
  void pending_change_says_in_words_what_would_happen(
      String desired, String contacts, String sorts, String primaries, String words)
      throws SQLException {
    desire(desired);
    observe(7, contacts, sorts, primaries);
    assertThat(sql.lines("SELECT change FROM dealsync.pending_change"))
        .isEqualTo(words == null ? List.of() : List.of(words));
  }

  @Test
  void pending_change_respects_the_mode() throws SQLException {
    desire("5:10* 6:20");
    observe(7, "{8}", "{10}", "{8}");
    assertThat(sql.value("SELECT change, to_unlink FROM dealsync.pending_change"))
        .isEqualTo("link 5 6; unlink 8; primary 8 → 5|{8}");
    sql.run("UPDATE dealsync.deal SET mode = 'add_only'");
    assertThat(sql.value("SELECT change, to_unlink FROM dealsync.pending_change"))
        .isEqualTo("link 5 6|{}");
    sql.run("UPDATE dealsync.deal SET mode = 'paused'");
    assertThat(sql.lines("SELECT * FROM dealsync.pending_change")).isEmpty();
  }

  @Test
  void a_deal_that_was_never_read_is_pending() throws SQLException {
    desire("5:10*");
    assertThat(sql.lines("SELECT change, desired, observed FROM dealsync.pending_change"))
        .containsExactly("not read yet|{5}|");
  }

  @Test
  void the_overview_says_where_each_deal_stands() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id, mode) VALUES (1, 'paused'), (2, 'mirror'), (3, 'mirror'), (4, 'mirror'), (5, 'mirror'), (6, 'mirror'), (7, 'mirror')",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 55)",
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 2, 'conflict', 'both')",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, state, read_at) VALUES ('main', 4, 'missing', now()), ('main', 5, 'denied', now()), ('main', 6, 'read', now()), ('main', 7, 'read', now())");
    assertThat(sql.lines("SELECT deal_id, state FROM dealsync.deal_overview ORDER BY deal_id"))
        .containsExactly(
            "1|paused",
            "2|held: conflict",
            "3|not read yet",
            "4|missing on the portal",
            "5|not visible on the portal",
            "6|in sync",
            "7|to be changed");
  }

  @Test
  void the_overview_shows_the_latest_change() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) VALUES (7)",
        "INSERT INTO dealsync.run (portal, command, started_by) VALUES ('main', 'sync', 'test'), ('main', 'sync', 'test')",
        "INSERT INTO dealsync.change (run_id, portal, deal_id, action, status, reason) VALUES (1, 'main', 7, 'hold', 'held', 'first'), (2, 'main', 7, 'hold', 'held', 'second')");
    assertThat(sql.value("SELECT last_run, last_status, last_change FROM dealsync.deal_overview"))
        .isEqualTo("2|held|second");
  }

  @Test
  void a_conflict_is_a_deal_that_both_sides_changed_differently() throws SQLException {
    desire("5:10* 6:20");
    sql.run(
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries) VALUES ('main', 7, '{5}', '{10}', '{5}')");
    observe(7, "{5}", "{10}", "{5}");
    assertThat(sql.lines("SELECT * FROM dealsync.conflict")).isEmpty();
    observe(7, "{5,6}", "{10,20}", "{5}");
    assertThat(sql.lines("SELECT * FROM dealsync.conflict")).isEmpty();
    observe(7, "{5,9}", "{10,20}", "{5}");
    assertThat(sql.lines("SELECT deal_id, base, desired, observed FROM dealsync.conflict"))
        .containsExactly("7|{5}|{5,6}|{5,9}");
    observe(7, "{}", "{}", "{}");
    assertThat(sql.lines("SELECT deal_id, base, desired, observed FROM dealsync.conflict"))
        .containsExactly("7|{5}|{5,6}|{}");
  }

  @Test
  void images_can_be_read_link_by_link() throws SQLException {
    observe(7, "{5,6}", "{10,10}", "{5,6}");
    sql.run(
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries) VALUES ('main', 7, '{5,6}', '{0,20}', '{6}')");
    assertThat(
            sql.lines("SELECT deal_id, contact_id, sort, is_primary FROM dealsync.observed_link"))
        .containsExactly("7|5|10|t", "7|6|10|t");
    assertThat(sql.lines("SELECT deal_id, contact_id, sort, is_primary FROM dealsync.base_link"))
        .containsExactly("7|5|0|f", "7|6|20|t");
  }

  @Test
  void a_run_is_summed_up_in_a_line() throws SQLException {
    sql.run(
        """
        INSERT INTO dealsync.run (portal, command, started_by, considered, in_sync, changes, verified, held, failed, requests, rejected, duration_ms)
        VALUES ('main', 'sync', 'test', 1000, 990, 10, 9, 0, 1, 25, 0, 1500)""");
    assertThat(sql.value("SELECT took, summary FROM dealsync.run_summary"))
        .isEqualTo(
            "00:00:01.5|1000 deals, 990 in sync, 10 to change, 9 changed and verified, 1 failed, 25 requests");
  }

  @Test
  void unresolved_legacy_ids_are_listed_with_what_they_block() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.legacy_file (source, name) VALUES ('old', 'by hand')",
        "INSERT INTO dealsync.legacy_link (file_id, legacy_deal_id, legacy_contact_id) VALUES (1, 'D1', 'C1'), (1, 'D1', 'C2'), (1, 'D2', 'C1')",
        "INSERT INTO dealsync.legacy_link (file_id, legacy_deal_id, legacy_contact_id, skip_reason) VALUES (1, 'D3', 'C1', 'test data')",
        "INSERT INTO dealsync.legacy_deal (source, legacy_id, deal_id) VALUES ('old', 'D1', 7)",
        "INSERT INTO dealsync.legacy_contact (source, legacy_id, problem) VALUES ('old', 'C1', 'found twice: 5, 6'), ('old', 'C2', NULL)");
    assertThat(
            sql.lines(
                "SELECT what, legacy_id, reason, links FROM dealsync.unresolved_legacy_link ORDER BY 1, 2"))
        .containsExactly(
            "contact|C1|found twice: 5, 6|2",
            "contact|C2|not resolved yet|1",
            "deal|D2|no row in legacy_deal|1");
  }

  private void desire(String links) throws SQLException {
    sql.run("INSERT INTO dealsync.deal (deal_id) VALUES (7)");
    if (links == null) {
      return;
    }
    for (String link : links.split(" ")) {
      String[] parts = link.replace("*", "").split(":", -1);
      sql.run(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES (7, %s, %s, %s)"
              .formatted(parts[0], parts[1].isEmpty() ? "NULL" : parts[1], link.endsWith("*")));
    }
  }

  private void observe(long deal, String contacts, String sorts, String primaries)
      throws SQLException {
    sql.run("DELETE FROM dealsync.observed_deal");
    sql.run(
        "INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, sorts, primaries, read_at) VALUES ('main', %d, '%s', '%s', '%s', now())"
            .formatted(
                deal,
                contacts.replace('|', ','),
                sorts.replace('|', ','),
                primaries.replace('|', ',')));
  }
}
