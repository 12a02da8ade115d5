package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTablesTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private TestSql sql;

  @BeforeEach
  void storeAPlanOfOneChange() throws SQLException {
    TestSchema.clean(DATABASE);
    sql = new TestSql(DATABASE.dataSource());
    sql.run(
        "INSERT INTO dealsync.run (portal, command, state, started_by) VALUES ('main', 'plan',"
            + " 'planned', 'test')",
        """
        INSERT INTO dealsync.change (run_id, portal, deal_id, action, method, arguments, mode, policy, before, target)
        VALUES (1, 'main', 7, 'link', 'crm.deal.contact.add', '[]', 'mirror', 'mirror-wins', '[]', '[]')\
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "sent, verified",
    "sent, failed",
    "sent, unknown",
    "sent, held",
    "sent, skipped",
    "unknown, verified",
    "unknown, failed",
    "unknown, held",
    "planned, held",
    "planned, failed",
    "planned, skipped"
  })
  void statuses_move_forward(String from, String to) throws SQLException {
    reach(from);
    sql.run("UPDATE dealsync.change SET status = '" + to + "'");
    assertThat(sql.value("SELECT status FROM dealsync.change")).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({
    "planned, verified",
    "planned, unknown",
    "sent, planned",
    "unknown, sent",
    "unknown, planned"
  })
  void statuses_do_not_move_back_or_skip_the_intent(String from, String to) throws SQLException {
    reach(from);
    assertThatThrownBy(
            () -> sql.run("UPDATE dealsync.change SET sent_at = now(), status = '" + to + "'"))
        .hasMessageContaining(
            "change of deal 7 in run 1: it is %s and cannot become %s".formatted(from, to));
  }

  @ParameterizedTest
  @CsvSource({"verified", "failed", "held", "skipped"})
  void a_settled_change_is_immutable(String end) throws SQLException {
    reach("sent");
    sql.run("UPDATE dealsync.change SET status = '" + end + "'");
    assertThatThrownBy(() -> sql.run("UPDATE dealsync.change SET error = 'forged'"))
        .hasMessageContaining("it is " + end + " and cannot be changed any more");
  }

  @Test
  void what_was_sent_and_what_was_there_before_cannot_be_rewritten() throws SQLException {
    reach("sent");
    assertThatThrownBy(() -> sql.run("UPDATE dealsync.change SET before = '[1]'"))
        .hasMessageContaining("its before-image is fixed since it was sent");
    assertThatThrownBy(() -> sql.run("UPDATE dealsync.change SET target = '[1]'"))
        .hasMessageContaining("what was sent cannot be rewritten, only sent again");
    assertThatThrownBy(() -> sql.run("UPDATE dealsync.change SET deal_id = 8"))
        .hasMessageContaining("its run, deal, portal and time are fixed");
    sql.run("UPDATE dealsync.change SET target = '[1]', attempts = attempts + 1");
  }

  @Test
  void a_verdict_can_be_changed_while_the_plan_is_stored() throws SQLException {
    sql.run("UPDATE dealsync.change SET verdict = 'skip' WHERE run_id = 1");
    sql.run("UPDATE dealsync.change SET verdict = 'apply' WHERE run_id = 1");
    assertThat(sql.value("SELECT verdict FROM dealsync.change")).isEqualTo("apply");
  }

  @Test
  void a_verdict_cannot_be_changed_once_the_plan_is_being_applied() throws SQLException {
    sql.run("UPDATE dealsync.run SET state = 'running'");
    assertThatThrownBy(() -> sql.run("UPDATE dealsync.change SET verdict = 'skip'"))
        .hasMessageContaining("the verdict can be changed only while the change is planned");
    reach("sent");
    sql.run("UPDATE dealsync.run SET state = 'interrupted'");
    assertThatThrownBy(() -> sql.run("UPDATE dealsync.change SET verdict = 'skip'"))
        .hasMessageContaining("the verdict can be changed only while the change is planned");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE dealsync.change SET verdict = 'maybe'; change_verdict_is_apply_or_skip",
        "UPDATE dealsync.change SET before = NULL; change_to_be_sent_is_complete",
        "UPDATE dealsync.change SET status = 'sent'; change_that_may_have_left_says_when",
        "UPDATE dealsync.change SET adopt_to = '[]'; change_adopts_from_something_to_something",
        "INSERT INTO dealsync.change (run_id, portal, deal_id, action, status) VALUES (1, 'main',"
            + " 7, 'hold', 'held'); change_is_one_per_run_and_deal",
        "INSERT INTO dealsync.change (run_id, portal, deal_id, action, status) VALUES (2, 'main',"
            + " 7, 'hold', 'held'); change_belongs_to_a_run",
        "INSERT INTO dealsync.change (run_id, portal, deal_id, action, status) VALUES (1, 'main',"
            + " 8, 'hold', 'odd'); change_status_is_a_known_word",
        "UPDATE dealsync.run SET state = 'odd'; run_state_is_a_known_word",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, contacts, read_at) VALUES ('main', 7,"
            + " '{5}', now()); observed_deal_has_a_sort_for_each_contact",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, primaries, read_at) VALUES ('main',"
            + " 7, '{5}', now()); observed_deal_primaries_are_among_its_contacts",
        "INSERT INTO dealsync.observed_deal (portal, deal_id, state, read_at) VALUES ('main', 7,"
            + " 'odd', now()); observed_deal_state_is_read_missing_or_denied",
        "INSERT INTO dealsync.base_deal (portal, deal_id, contacts) VALUES ('main', 7, '{5}');"
            + " base_deal_has_a_sort_for_each_contact",
        "INSERT INTO dealsync.base_deal (portal, deal_id, primaries) VALUES ('main', 7, '{5}');"
            + " base_deal_primaries_are_among_its_contacts"
      })
  void the_journal_refuses_nonsense_by_name(String statement, String rule) {
    assertThatThrownBy(() -> sql.run(statement)).hasMessageContaining(rule);
  }

  @Test
  void who_acknowledges_a_hold_is_written_down() throws SQLException {
    sql.run(
        "INSERT INTO dealsync.hold (portal, deal_id, reason, detail) VALUES ('main', 7,"
            + " 'deal-missing', 'gone')",
        "UPDATE dealsync.hold SET acknowledged_at = now(), note = 'known'");
    assertThat(sql.value("SELECT acknowledged_by, note FROM dealsync.hold"))
        .isEqualTo(DATABASE.user() + "|known");
  }

  @Test
  void deleting_a_run_deletes_its_changes() throws SQLException {
    sql.run("DELETE FROM dealsync.run");
    assertThat(sql.lines("SELECT * FROM dealsync.change")).isEmpty();
  }

  private void reach(String status) throws SQLException {
    if (!status.equals("planned")) {
      sql.run("UPDATE dealsync.change SET status = 'sent', sent_at = now(), attempts = 1");
    }
    if (!status.equals("planned") && !status.equals("sent")) {
      sql.run("UPDATE dealsync.change SET status = '" + status + "'");
    }
  }
}
