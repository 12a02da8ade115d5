package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.TestSchema;
import io.dealsync.db.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An edit that breaks a rule is refused, and the rule's name says which one it was. */
class EditRulesTest {

  @RegisterExtension static final TestDatabase DATABASE = TestSchema.migrated();

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = DATABASE.connect();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String statement : statements) {
        sql.execute(statement);
      }
      connection.commit();
    }
  }

  private static Arguments refused(String rule, String... statements) {
    return Arguments.of(rule, statements);
  }

  private static String link(String values) {
    return "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort, is_primary) VALUES "
        + values;
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        refused(
            "deal_contact_at_most_one_primary_per_deal",
            link("(1, 55, 10, true), (1, 54, 20, true)")),
        refused("deal_contact_is_linked_once", link("(1, 55, 10, true), (1, 55, 20, false)")),
        refused("deal_contact_deal_id_is_positive", link("(0, 55, 10, true)")),
        refused("deal_contact_contact_id_is_positive", link("(1, -55, 10, true)")),
        refused("deal_contact_sort_is_at_least_1", link("(1, 55, 0, true)")),
        refused(
            "deal_mode_is_mirror_add_only_or_paused",
            "INSERT INTO dealsync.deal (deal_id, mode) VALUES (1, 'off')"),
        refused(
            "deal_policy_is_mirror_wins_merge_or_hold",
            "INSERT INTO dealsync.deal (deal_id, policy) VALUES (1, 'newest')"),
        refused("deal_id_is_positive", "INSERT INTO dealsync.deal (deal_id) VALUES (-1)"),
        refused(
            "deal_portal_is_a_lower_case_name",
            "INSERT INTO dealsync.deal (portal, deal_id) VALUES ('Main', 1)"),
        refused(
            "deal_is_managed_once",
            "INSERT INTO dealsync.deal (deal_id) VALUES (1)",
            "INSERT INTO dealsync.deal (deal_id) VALUES (1)"));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void a_broken_rule_is_named(String rule, String[] statements) throws SQLException {
    assertThatThrownBy(() -> execute(statements)).hasMessageContaining(rule);

    try (Connection connection = DATABASE.connect();
        Statement sql = connection.createStatement();
        var rows = sql.executeQuery("SELECT count(*) FROM dealsync.deal")) {
      rows.next();
      assertThat(rows.getLong(1)).isZero();
    }
  }

  @Test
  void primaries_can_be_swapped_in_any_order_inside_a_transaction() throws SQLException {
    execute(link("(7, 55, 10, true), (7, 54, 20, false)"));

    execute(
        "UPDATE dealsync.deal_contact SET is_primary = true WHERE deal_id = 7 AND contact_id = 54",
        "UPDATE dealsync.deal_contact SET is_primary = false WHERE deal_id = 7 AND contact_id = 55",
        "DELETE FROM dealsync.deal WHERE deal_id = 7");
  }
}
