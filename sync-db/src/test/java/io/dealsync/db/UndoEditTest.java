package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People's edits are taken back in SQL: dealsync.undo_edit and its kin. */
class UndoEditTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static final String MIRROR =
      """
      SELECT concat((SELECT string_agg(concat_ws(' ', deal_id, mode, policy, note), '; ' ORDER BY deal_id) FROM dealsync.deal), ' | ',
        (SELECT string_agg(concat_ws(' ', deal_id, contact_id, sort, is_primary), '; ' ORDER BY deal_id, contact_id)
         FROM dealsync.deal_contact))\
      """;

  private final TestSql sql = new TestSql(DATABASE.dataSource());

  @BeforeEach
  void two_deals_are_managed() throws SQLException {
    TestSchema.clean(DATABASE);
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES (1, 54,"
            + " 10, true), (1, 55, 20, false), (2, 54, 10, true)",
        "UPDATE dealsync.deal SET note = 'ours', policy = 'hold' WHERE deal_id = 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 60), (2, 61)",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 60)",
        "INSERT INTO dealsync.deal (deal_id, mode) VALUES (3, 'paused')",
        "UPDATE dealsync.deal_contact SET is_primary = NOT is_primary WHERE deal_id = 1",
        "UPDATE dealsync.deal_contact SET sort = 7 WHERE contact_id = 54",
        "UPDATE dealsync.deal_contact SET contact_id = 70 WHERE contact_id = 55",
        "DELETE FROM dealsync.deal_contact WHERE deal_id = 1",
        "DELETE FROM dealsync.deal WHERE deal_id = 2",
        "UPDATE dealsync.deal SET mode = 'add_only', policy = NULL WHERE deal_id = 2"
      })
  void every_kind_of_edit_is_taken_back_and_that_is_taken_back_too(String edit)
      throws SQLException {
    String before = mirror();
    sql.run(edit);
    String after = mirror();
    assertThat(after).isNotEqualTo(before);

    undo(first());
    assertThat(mirror()).isEqualTo(before);

    sql.value(
        "SELECT dealsync.undo_transaction((SELECT txid FROM dealsync.edit ORDER BY edit_id DESC"
            + " LIMIT 1))");
    assertThat(mirror()).isEqualTo(after);
  }

  @Test
  void a_transaction_is_taken_back_as_a_whole() throws SQLException {
    String before = mirror();
    sql.run(
        "BEGIN; UPDATE dealsync.deal_contact SET is_primary = false WHERE deal_id = 1;"
            + " DELETE FROM dealsync.deal WHERE deal_id = 2; INSERT INTO dealsync.deal_contact"
            + " (deal_id, contact_id, is_primary) VALUES (1, 99, true), (9, 9, false); COMMIT");
    assertThat(sql.value("SELECT dealsync.undo_transaction((SELECT max(txid) FROM dealsync.edit))"))
        .startsWith("3 links of 3 deals are as before");
    assertThat(mirror()).isEqualTo(before);
  }

  @Test
  void what_a_user_did_since_a_moment_is_taken_back_and_the_deal_of_a_first_link_goes_out()
      throws SQLException {
    String before = mirror();
    String since = sql.value("SELECT clock_timestamp()");
    sql.run(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 5)",
        "UPDATE dealsync.deal_contact SET sort = 3 WHERE deal_id = 1",
        "UPDATE dealsync.deal_contact SET sort = 4 WHERE deal_id = 1");
    String edits = "dealsync.edits_by(session_user::text, '%s')".formatted(since);
    assertThat(
            sql.lines(
                "SELECT deal_id, contact_id, what FROM dealsync.edit_effect(VARIADIC "
                    + edits
                    + ")"))
        .containsExactly(
            "1|54|sort 4 → 10",
            "1|55|sort 4 → 20",
            "3||take the deal out; the portal keeps what it has");
    sql.value("SELECT dealsync.undo_edits(%s)".formatted(edits));
    assertThat(mirror()).isEqualTo(before);
  }

  @Test
  void an_edit_that_later_ones_stand_on_is_refused_unless_asked_for() throws SQLException {
    sql.run("UPDATE dealsync.deal_contact SET sort = 5 WHERE deal_id = 1 AND contact_id = 55");
    String edit = last();
    sql.run(
        "UPDATE dealsync.deal_contact SET sort = 6 WHERE deal_id = 1 AND contact_id = 55",
        "UPDATE dealsync.deal_contact SET sort = 11 WHERE deal_id = 1 AND contact_id = 54");
    String before = mirror();
    assertThatThrownBy(() -> undo(edit)).hasMessageContaining("later edits stand on it: edit ");
    assertThat(mirror()).isEqualTo(before);
    sql.value("SELECT dealsync.undo_edit(%s, anyway => true)".formatted(edit));
    assertThat(mirror()).contains("1 54 11 t; 1 55 20 f");
  }

  @Test
  void a_primary_that_comes_back_is_not_a_second_one() throws SQLException {
    sql.run("DELETE FROM dealsync.deal_contact WHERE deal_id = 1 AND contact_id = 54");
    String edit = last();
    sql.run("UPDATE dealsync.deal_contact SET is_primary = true WHERE deal_id = 1");
    assertThatThrownBy(() -> undo(edit)).hasMessageContaining("stand on it");
    sql.value("SELECT dealsync.undo_edit(%s, true)".formatted(edit));
    assertThat(mirror()).contains("1 54 10 t; 1 55 20 f");
  }

  @Test
  void a_deal_that_others_work_on_is_not_taken_out_again() throws SQLException {
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 5)");
    String edit = last();
    sql.run("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (3, 6)");
    assertThatThrownBy(() -> undo(edit)).hasMessageContaining("stand on it");
  }

  @Test
  void an_edit_that_is_none_or_a_runs_is_refused() throws SQLException {
    assertThatThrownBy(() -> undo("999")).hasMessageContaining("there is no edit 999");
    assertThatThrownBy(() -> sql.value("SELECT dealsync.undo_transaction(1)"))
        .hasMessageContaining("transaction 1 has edited nothing here");
    sql.run("UPDATE dealsync.edit SET run_id = 5");
    assertThatThrownBy(() -> undo(last()))
        .hasMessageContaining("was made by run 5, which is taken back as a whole: dealsync undo 5");
  }

  @Test
  void random_transactions_are_taken_back_one_after_the_other() throws SQLException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    java.util.ArrayDeque<String[]> done = new java.util.ArrayDeque<>();
    for (int step = 0; step < 25; step++) {
      String before = mirror();
      sql.run("BEGIN; " + edit(random) + "; " + edit(random) + "; COMMIT");
      if (!mirror().equals(before)) {
        done.push(new String[] {sql.value("SELECT max(txid) FROM dealsync.edit"), before});
      }
    }
    while (!done.isEmpty()) {
      String[] each = done.pop();
      sql.value("SELECT dealsync.undo_transaction(%s, true)".formatted(each[0]));
      assertThat(mirror()).as("seed " + seed).isEqualTo(each[1]);
    }
  }

  private static String edit(Random random) {
    int deal = 1 + random.nextInt(4);
    int contact = 54 + random.nextInt(4);
    return switch (random.nextInt(6)) {
      case 0 -> "DELETE FROM dealsync.deal WHERE deal_id = " + deal;
      case 1 -> "DELETE FROM dealsync.deal_contact WHERE contact_id = " + contact;
      case 2 -> "UPDATE dealsync.deal SET mode = 'add_only' WHERE deal_id = " + deal;
      case 3 ->
          "UPDATE dealsync.deal_contact SET is_primary = contact_id = %d WHERE deal_id = %d"
              .formatted(contact, deal);
      case 4 ->
          "INSERT INTO dealsync.deal (deal_id) VALUES (%d) ON CONFLICT DO NOTHING".formatted(deal);
      default ->
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (%d, %d, 5) ON CONFLICT (portal, deal_id, contact_id) DO UPDATE SET sort = 1 + coalesce(deal_contact.sort, 0)"
              .formatted(deal, contact);
    };
  }

  @Test
  void the_overview_tells_edits_in_words() throws SQLException {
    sql.run(
        "UPDATE dealsync.deal_contact SET is_primary = NOT is_primary WHERE deal_id = 1",
        "DELETE FROM dealsync.deal WHERE deal_id = 2",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT 5, generate_series(1,"
            + " 1200)");
    assertThat(sql.lines("SELECT what FROM dealsync.edit_overview ORDER BY edit_id"))
        .containsExactly(
            "link 54 to deal 1; link 55 to deal 1; link 54 to deal 2",
            "deal 2: policy the portal's → hold",
            "make 54 no longer primary in deal 1; make 55 primary in deal 1",
            "take deal 2 out",
            "unlink 54 from deal 2",
            "insert 1,200 links");
  }

  /** The first edit of the latest transaction: of a removal, that of the deal. */
  private String first() throws SQLException {
    return sql.value(
        "SELECT min(edit_id) FROM dealsync.edit WHERE txid = (SELECT max(txid) FROM"
            + " dealsync.edit)");
  }

  private String last() throws SQLException {
    return sql.value("SELECT max(edit_id) FROM dealsync.edit");
  }

  private void undo(String edit) throws SQLException {
    sql.value("SELECT dealsync.undo_edit(%s)".formatted(edit));
  }

  private String mirror() throws SQLException {
    return sql.value(MIRROR);
  }
}
