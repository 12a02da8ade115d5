package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class DesiredSideTest {

  private static final String DEALS =
      "SELECT portal, deal_id, mode FROM dealsync.deal ORDER BY 1, 2";
  private static final String LINKS =
      "SELECT deal_id, contact_id, sort, is_primary FROM dealsync.deal_contact ORDER BY 1, 2";
  private static final String EDITED = "SELECT deal_id FROM dealsync.edited_deal ORDER BY 1";

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private TestSql sql;

  @BeforeEach
  void connect() throws SQLException {
    TestSchema.clean(DATABASE);
    sql = new TestSql(DATABASE.dataSource());
  }

  private static final String TAKEN_OUT = "DELETE FROM dealsync.deal WHERE deal_id = 7";
  private static final String PUT_BACK =
      "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)";
  private static final String BASES =
      "SELECT deal_id, contacts FROM dealsync.base_deal ORDER BY deal_id";

  private void twoDealsThatAgreed() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5), (8, 5)",
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts, sorts, primaries)"
            + " SELECT portal, deal_id, '{5,6}', '{10,20}', '{5}' FROM dealsync.deal");
  }

  @Test
  void a_deal_that_is_taken_out_leaves_no_hold_and_no_failures() throws SQLException {
    twoDealsThatAgreed();
    sql.run(
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 7, 'parked',"
            + " 'x'), ('main', 8, 'parked', 'x')",
        "INSERT INTO dealsync.failure_streak (portal, deal_id, last_run, last_error) VALUES"
            + " ('main', 7, 1, 'x'), ('main', 8, 1, 'x')",
        TAKEN_OUT);
    assertThat(sql.lines("SELECT deal_id FROM dealsync.hold")).containsExactly("8");
    assertThat(sql.lines("SELECT deal_id FROM dealsync.failure_streak")).containsExactly("8");
  }

  @Test
  void a_deal_that_comes_back_later_is_seen_for_the_first_time() throws SQLException {
    twoDealsThatAgreed();
    sql.run(TAKEN_OUT, PUT_BACK);
    assertThat(sql.lines(BASES)).containsExactly("8|{5,6}");
  }

  @Test
  void a_reload_in_one_transaction_keeps_what_both_sides_agreed_on() throws SQLException {
    twoDealsThatAgreed();
    sql.run("BEGIN; " + TAKEN_OUT + "; " + PUT_BACK + "; COMMIT");
    assertThat(sql.lines(BASES)).containsExactly("7|{5,6}", "8|{5,6}");
    sql.run(
        "BEGIN; TRUNCATE dealsync.deal; INSERT INTO dealsync.deal (deal_id) VALUES (7); COMMIT");
    assertThat(sql.lines(BASES)).containsExactly("7|{5,6}", "8|{5,6}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "INSERT INTO dealsync.deal (deal_id) VALUES (0); deal_id_is_positive",
        "INSERT INTO dealsync.deal (deal_id) VALUES (7), (7); deal_is_managed_once",
        "INSERT INTO dealsync.deal (deal_id, mode) VALUES (7, 'x');"
            + " deal_mode_is_mirror_add_only_or_paused",
        "INSERT INTO dealsync.deal (deal_id, policy) VALUES (7, 'x');"
            + " deal_policy_is_mirror_wins_merge_or_hold",
        "INSERT INTO dealsync.deal (deal_id, portal) VALUES (7, 'My portal');"
            + " deal_portal_is_a_lower_case_name",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (-1, 5);"
            + " deal_contact_deal_id_is_positive",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 0);"
            + " deal_contact_contact_id_is_positive",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (7, 5, 0);"
            + " deal_contact_sort_is_at_least_1",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5), (7, 5);"
            + " deal_contact_is_linked_once",
        "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('', 7, 5);"
            + " there is no portal ''",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, is_primary) VALUES (7, 5, true),"
            + " (7, 6, true); deal_contact_at_most_one_primary_per_deal"
      })
  void an_edit_that_breaks_a_rule_is_refused_by_the_rules_name(String edit, String rule)
      throws SQLException {
    assertThatThrownBy(() -> sql.run(edit)).hasMessageContaining(rule);
    assertThat(sql.lines(DEALS)).isEmpty();
    assertThat(sql.lines(LINKS)).isEmpty();
  }

  @Test
  void primaries_can_be_swapped_in_any_order_inside_one_transaction() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, is_primary) VALUES (7, 5, true),"
            + " (7, 6, false)",
        "BEGIN; UPDATE dealsync.deal_contact SET is_primary = true WHERE contact_id = 6;"
            + " UPDATE dealsync.deal_contact SET is_primary = false WHERE contact_id = 5; COMMIT");
    assertThat(sql.lines(LINKS)).containsExactly("7|5||f", "7|6||t");
  }

  @Test
  void two_sessions_cannot_make_two_primaries_together() throws Exception {
    try (Connection one = DATABASE.connect();
        Connection other = DATABASE.connect();
        Statement first = one.createStatement();
        Statement second = other.createStatement()) {
      one.setAutoCommit(false);
      first.execute(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id, is_primary) VALUES (7, 5,"
              + " true)");
      CompletableFuture<Throwable> refused =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  second.execute(
                      "INSERT INTO dealsync.deal_contact (deal_id, contact_id, is_primary) VALUES"
                          + " (7, 6, true)");
                  return new AssertionError("It was accepted.");
                } catch (SQLException e) {
                  return e;
                }
              });
      awaitWaiting(1);
      one.commit();
      assertThat(refused.get()).hasMessageContaining("deal_contact_at_most_one_primary_per_deal");
    }
    assertThat(sql.lines(LINKS)).containsExactly("7|5||t");
  }

  @Test
  void inserting_a_link_takes_its_deal_in() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5), (7, 6), (8, 5)");
    assertThat(sql.lines(DEALS)).containsExactly("main|7|mirror", "main|8|mirror");
    assertThat(sql.lines(EDITED)).containsExactly("7", "8");
  }

  @Test
  void a_deal_that_is_there_keeps_its_settings_when_a_link_comes_in() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id, mode, note) VALUES (7, 'paused', 'mine')",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    assertThat(sql.value("SELECT mode, note FROM dealsync.deal")).isEqualTo("paused|mine");
  }

  @Test
  void moving_a_link_takes_the_other_deal_in_and_marks_both() throws SQLException {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)", clean());
    sql.run("UPDATE dealsync.deal_contact SET deal_id = 8");
    assertThat(sql.lines(DEALS)).containsExactly("main|7|mirror", "main|8|mirror");
    assertThat(sql.lines(EDITED)).containsExactly("7", "8");
    assertThat(history()).endsWith("7|5|delete||f|", "8|5|insert|||f");
  }

  @Test
  void deleting_a_deal_drops_its_links_and_its_mark() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5), (8, 5)",
        "DELETE FROM dealsync.deal WHERE deal_id = 7");
    assertThat(sql.lines(DEALS)).containsExactly("main|8|mirror");
    assertThat(sql.lines(LINKS)).containsExactly("8|5||f");
    assertThat(sql.lines(EDITED)).containsExactly("8");
  }

  @Test
  void deleting_the_last_link_leaves_a_managed_deal_without_contacts() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        clean(),
        "DELETE FROM dealsync.deal_contact");
    assertThat(sql.lines(DEALS)).containsExactly("main|7|mirror");
    assertThat(sql.lines(EDITED)).containsExactly("7");
  }

  @Test
  void a_deal_keeps_its_key() {
    assertThatThrownBy(
            () ->
                sql.run(
                    "INSERT INTO dealsync.deal (deal_id) VALUES (7)",
                    "UPDATE dealsync.deal SET deal_id = 8"))
        .hasMessageContaining(
            "deal 7 of portal main cannot become deal 8 of portal main: a managed deal keeps its"
                + " key");
  }

  @Test
  void only_edits_that_change_something_mark_a_deal() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (7, 5, 10), (8, 5,"
            + " 10)",
        clean(),
        "UPDATE dealsync.deal_contact SET sort = 10",
        "UPDATE dealsync.deal SET mode = 'mirror', note = 'a note'",
        "DELETE FROM dealsync.deal_contact WHERE contact_id = 99",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)"
            + " ON CONFLICT (portal, deal_id, contact_id) DO NOTHING");
    assertThat(sql.lines(EDITED)).isEmpty();
    assertThat(sql.value("SELECT count(*) FROM dealsync.edit")).isEqualTo("1");

    sql.run("UPDATE dealsync.deal_contact SET sort = 20 WHERE deal_id = 8");
    assertThat(sql.lines(EDITED)).containsExactly("8");
  }

  @Test
  void a_changed_mode_or_policy_marks_the_deal() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal (deal_id) VALUES (7), (8), (9)",
        clean(),
        "UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = 7",
        "UPDATE dealsync.deal SET policy = 'hold' WHERE deal_id = 8");
    assertThat(sql.lines(EDITED)).containsExactly("7", "8");
  }

  @Test
  void a_deal_that_is_add_only_no_more_is_seen_for_the_first_time() throws SQLException {
    twoDealsThatAgreed();
    sql.run("UPDATE dealsync.deal SET mode = 'add_only'");
    assertThat(sql.lines(BASES)).hasSize(2);
    sql.run("UPDATE dealsync.deal SET mode = 'mirror' WHERE deal_id = 7");
    assertThat(sql.lines(BASES)).containsExactly("8|{5,6}");
  }

  @Test
  void each_edit_gives_the_deal_a_larger_mark() throws SQLException {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    long first = Long.parseLong(sql.value("SELECT edit_mark FROM dealsync.deal"));
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 6)");
    assertThat(Long.parseLong(sql.value("SELECT edit_mark FROM dealsync.deal")))
        .isGreaterThan(first);
  }

  @Test
  void truncate_leaves_the_same_marks_and_history_as_delete() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        clean(),
        "TRUNCATE dealsync.deal_contact");
    assertThat(sql.lines(LINKS)).isEmpty();
    assertThat(sql.lines(EDITED)).containsExactly("7");
    assertThat(history()).containsExactly("7|5|insert|||f", "7|5|delete||f|");
  }

  @Test
  void truncating_the_deals_takes_their_links_along() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        "TRUNCATE dealsync.deal");
    assertThat(sql.lines(LINKS)).isEmpty();
    assertThat(sql.lines(DEALS)).isEmpty();
  }

  @Test
  void truncating_both_tables_at_once_writes_each_line_once() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)",
        "TRUNCATE dealsync.deal_contact, dealsync.deal");
    assertThat(history()).containsExactly("7|5|insert|||f", "7|5|delete||f|", "7||delete|||");
  }

  @Test
  void a_deal_that_is_taken_out_meanwhile_takes_new_links_along() throws Exception {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    try (Connection adding = DATABASE.connect();
        Statement add = adding.createStatement()) {
      adding.setAutoCommit(false);
      add.execute("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 6)");
      CompletableFuture<Void> deletion =
          CompletableFuture.runAsync(
              () -> {
                try {
                  sql.run("DELETE FROM dealsync.deal WHERE deal_id = 7");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitWaiting(1);
      adding.commit();
      deletion.get();
    }
    assertThat(sql.lines(DEALS)).isEmpty();
    assertThat(sql.lines(LINKS)).isEmpty();
  }

  @Test
  void a_link_that_comes_in_while_its_deal_is_taken_out_brings_it_back() throws Exception {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    try (Connection deleting = DATABASE.connect();
        Statement delete = deleting.createStatement()) {
      deleting.setAutoCommit(false);
      delete.execute("DELETE FROM dealsync.deal WHERE deal_id = 7");
      CompletableFuture<Void> addition =
          CompletableFuture.runAsync(
              () -> {
                try {
                  sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 6)");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitWaiting(1);
      deleting.commit();
      addition.get();
    }
    assertThat(sql.lines(DEALS)).containsExactly("main|7|mirror");
    assertThat(sql.lines(LINKS)).containsExactly("7|6||f");
  }

  @Test
  void listeners_are_told_once_per_statement_and_portal() throws Exception {
    try (Connection listening = DATABASE.connect();
        Statement listen = listening.createStatement()) {
      listen.execute("LISTEN dealsync_edit");
      sql.run(
          "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('main', 7, 5),"
              + " ('main', 8, 5), ('branch', 7, 5)");
      listen.execute("SELECT 1");
      PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications(5000);
      assertThat(heard)
          .extracting(PGNotification::getParameter)
          .containsExactlyInAnyOrder("main", "branch");
    }
  }

  @Test
  void the_history_tells_who_changed_what_with_which_program() throws SQLException {
    sql.run(
        "SET application_name = 'psql'",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES (7, 5,"
            + " 10, true)",
        "UPDATE dealsync.deal_contact SET sort = 20, is_primary = false",
        "UPDATE dealsync.deal SET mode = 'paused', policy = 'merge'",
        "DELETE FROM dealsync.deal");
    assertThat(
            sql.lines(
                """
                SELECT op, contact_id, old_sort, new_sort, old_primary, new_primary, old_mode, new_mode, new_policy
                FROM dealsync.edit_history ORDER BY edit_id, contact_id\
                """))
        .containsExactly(
            "insert|5||10||t|||",
            "update|5|10|20|t|f|||",
            "update||||||mirror|paused|merge",
            "delete||||||paused||",
            "delete|5|20||f||||");
    assertThat(sql.lines("SELECT DISTINCT db_user, application_name FROM dealsync.edit_history"))
        .containsExactly(DATABASE.user() + "|psql");
  }

  @Test
  void a_deal_that_is_managed_explicitly_has_its_line_of_history() throws SQLException {
    sql.run("INSERT INTO dealsync.deal (deal_id, mode) VALUES (7, 'add_only')");
    assertThat(sql.lines("SELECT deal_id, op, new_mode FROM dealsync.edit_history"))
        .containsExactly("7|insert|add_only");
  }

  @Test
  void links_of_an_earlier_moment_can_be_asked_for() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (7, 5, 10), (7, 6,"
            + " 20)");
    String moment = sql.value("SELECT clock_timestamp()");
    sql.run(
        "DELETE FROM dealsync.deal_contact WHERE contact_id = 5",
        "UPDATE dealsync.deal_contact SET sort = 30, is_primary = true",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (8, 6)");
    assertThat(sql.lines("SELECT * FROM dealsync.links_as_of('%s')".formatted(moment)))
        .containsExactly("main|7|5|10|f", "main|7|6|20|f");
    assertThat(sql.lines("SELECT * FROM dealsync.links_as_of(now())"))
        .containsExactly("main|7|6|30|t", "main|8|6||f");
  }

  private List<String> history() throws SQLException {
    return sql.lines(
        "SELECT deal_id, contact_id, op, old_sort, old_primary, new_primary FROM"
            + " dealsync.edit_history ORDER BY edit_id, deal_id, contact_id");
  }

  /** As a run does when both sides agree. */
  private static String clean() {
    return "UPDATE dealsync.deal SET edit_mark = NULL";
  }

  private void awaitWaiting(int sessions) throws SQLException {
    while (!sql.value(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM"
                + " pg_stat_activity WHERE datname = current_database())")
        .equals(Integer.toString(sessions))) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id) VALUES ('mian', 1, 5) |"
            + " there is no portal mian; did you mean main?",
        "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('erp', 1) | there is no portal erp;"
            + " there is berlin, branch, main",
        "UPDATE dealsync.deal_contact SET portal = 'brunch' WHERE deal_id = 7 | did you mean"
            + " branch?"
      })
  void a_portal_that_no_configuration_names_is_refused_with_the_nearest_one(
      String statement, String why) throws SQLException {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (7, 5)");
    assertThatThrownBy(() -> sql.run(statement)).hasMessageContaining(why);
  }

  @Test
  void a_portal_with_deals_stays_registered() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.portal (portal) VALUES ('third')",
        "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('third', 7)");
    assertThatThrownBy(() -> sql.run("DELETE FROM dealsync.portal WHERE portal = 'third'"))
        .hasMessageContaining("portal third has managed deals");
    sql.run(
        "DELETE FROM dealsync.deal WHERE portal = 'third'",
        "DELETE FROM dealsync.portal WHERE portal = 'third'");
  }
}
