package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deals that both sides changed, and how people settle them. */
class ConflictCommandTest {

  private static final String CONFLICT =
      "SELECT concat_ws(' ', base, base_primary, desired, desired_primary, observed,"
          + " observed_primary, hold) FROM dealsync.conflict WHERE deal_id = 1";

  private final Stage stage = Stage.open().equalDeals(2);

  @BeforeEach
  void agreeThenChangeBothSides() {
    run(ExitCode.OK, "sync");
    stage.sql(
        "UPDATE dealsync.deal SET policy = 'hold' WHERE deal_id = 1",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 7)");
    stage.portal().state().asThirdParty().setLinks(1, "2/10/Y 8/20/N");
    run(ExitCode.INCOMPLETE, "sync");
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private Spoken run(int code, String... arguments) {
    return stage.run(code, arguments);
  }

  private String portal() {
    return stage.portal().state().linksText(1);
  }

  private String desired() {
    return stage.value(
        "SELECT string_agg(contact_id || CASE WHEN is_primary THEN '*' ELSE '' END, ' ' ORDER BY"
            + " sort NULLS LAST, contact_id) FROM dealsync.deal_contact WHERE deal_id = 1");
  }

  private void requireSettled() {
    assertThat(stage.query(CONFLICT)).isEmpty();
    assertThat(stage.query("SELECT deal_id FROM dealsync.hold")).isEmpty();
    Spoken second = run(ExitCode.OK, "sync", "--json");
    assertThat(second.json().get("writes").asLong()).isZero();
  }

  @Test
  void a_conflict_is_shown_with_what_was_agreed_what_is_wanted_and_what_was_seen() {
    assertThat(stage.query(CONFLICT)).containsExactly("{1,2} 1 {1,2,7} 1 {2,8} 2 both-changed");
    assertThat(run(ExitCode.OK, "explain", "1").out())
        .contains("1* 2 7", "2* 8", "1* 2", "both-changed")
        .contains("dealsync resolve-conflict 1 --take");
    assertThat(portal()).isEqualTo("2/10/Y 8/20/N");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "desired, 1/10/Y 2/20/N 7/30/N, 1* 2 7",
    "portal, 2/10/Y 8/20/N, 2* 8",
    "merge, 1/10/Y 2/20/N 7/30/N 8/40/N, 1* 2 7 8"
  })
  void resolve_conflict_takes(String side, String onPortal, String wanted) {
    assertThat(run(ExitCode.OK, "resolve-conflict", "1", "--take", side).out())
        .startsWith("Deal 1: ");

    run(ExitCode.OK, "sync");

    assertThat(portal()).isEqualTo(onPortal);
    assertThat(desired()).isEqualTo(wanted);
    requireSettled();
  }

  @Test
  void a_merge_keeps_the_sort_values_that_somebody_has_given() {
    stage.sql("UPDATE dealsync.deal_contact SET sort = 35 WHERE deal_id = 1 AND contact_id = 7");
    stage.sql("SELECT dealsync.settle_conflict(1, 'merge')");

    assertThat(
            stage.query(
                "SELECT contact_id || ' ' || sort FROM dealsync.deal_contact WHERE deal_id = 1"
                    + " ORDER BY sort"))
        .containsExactly("1 10", "2 20", "7 35", "8 45");
  }

  @Test
  void a_merge_numbers_links_of_which_some_have_no_sort_value() {
    stage.sql("UPDATE dealsync.deal_contact SET sort = NULL WHERE deal_id = 1 AND contact_id = 7");
    stage.sql("SELECT dealsync.settle_conflict(1, 'merge')");

    assertThat(
            stage.query(
                "SELECT contact_id || ' ' || sort FROM dealsync.deal_contact WHERE deal_id = 1"
                    + " ORDER BY sort"))
        .containsExactly("1 10", "2 20", "7 30", "8 40");
  }

  @Test
  void an_edit_of_the_desired_side_to_what_the_portal_has_settles_it() {
    stage.sql(
        "DELETE FROM dealsync.deal_contact WHERE deal_id = 1",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 2), (1, 8)");

    run(ExitCode.OK, "sync");

    assertThat(portal()).isEqualTo("2/10/Y 8/20/N");
    requireSettled();
  }

  @Test
  void another_policy_for_the_deal_settles_it() {
    stage.sql("UPDATE dealsync.deal SET policy = 'mirror-wins' WHERE deal_id = 1");

    run(ExitCode.OK, "sync");

    assertThat(portal()).isEqualTo("1/10/Y 2/20/N 7/30/N");
    requireSettled();
  }

  @Test
  void a_function_settles_it_in_sql_and_the_history_names_who_did() {
    stage.sql("SELECT dealsync.settle_conflict(1, 'portal')");

    run(ExitCode.OK, "sync");

    assertThat(desired()).isEqualTo("2* 8");
    assertThat(run(ExitCode.OK, "history", "1").out()).contains(stage.database().user());
    requireSettled();
  }

  @Test
  void taking_the_portals_side_keeps_its_sort_values() {
    stage.portal().state().asThirdParty().setLinks(1, "2/7/Y 8/9/N");
    run(ExitCode.INCOMPLETE, "plan");
    stage.sql("SELECT dealsync.settle_conflict(1, 'portal')");
    assertThat(
            stage.query(
                "SELECT contact_id || ' ' || sort FROM dealsync.deal_contact WHERE deal_id = 1"
                    + " ORDER BY sort"))
        .containsExactly("2 7", "8 9");
  }

  @Test
  void a_side_has_to_be_named() {
    assertThatThrownBy(() -> stage.sql("SELECT dealsync.settle_conflict(1, NULL)"))
        .hasStackTraceContaining("take is desired, portal or merge, not null");
    assertThat(stage.query(CONFLICT)).hasSize(1);
  }

  @Test
  void a_deal_that_is_not_managed_cannot_be_settled() {
    assertThat(run(ExitCode.USAGE, "resolve-conflict", "99", "--take", "portal").err())
        .contains("99");
    assertThat(run(ExitCode.USAGE, "resolve-conflict", "1", "--take", "both").err())
        .contains("both");
  }

  @Test
  void an_adopted_portal_edit_is_in_the_history_as_the_run_that_did_it() {
    stage.sql("UPDATE dealsync.deal SET policy = 'merge' WHERE deal_id = 2");
    stage.portal().state().asThirdParty().setLinks(2, "3/10/Y 4/20/N 9/30/N");

    String url = stage.cli().environment().get("DEALSYNC_DB_URL").replaceFirst("\\?.*", "");
    Spoken sync =
        stage
            .cli()
            .with("DEALSYNC_DB_URL", url)
            .with("DEALSYNC_DB_USER", stage.database().user())
            .with("DEALSYNC_DB_PASSWORD", stage.database().password())
            .run("sync", "--deal", "2");

    assertThat(sync.code()).as(sync.all()).isEqualTo(ExitCode.OK);
    assertThat(run(ExitCode.OK, "history", "2").out()).containsPattern("run \\d+ as .+ +link 9");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desired", "portal", "merge"})
  void settling_is_a_run_that_undo_takes_back(String side) {
    String before = desired();
    String conflict = stage.value(CONFLICT.replace(", hold", ""));
    String told = run(ExitCode.OK, "resolve-conflict", "1", "--take", side).out();
    assertThat(told).contains("To take that back: `dealsync undo ");
    String run = told.replaceAll("(?s).*`dealsync undo (\\d+)`.*", "$1");
    assertThat(run(ExitCode.OK, "runs").out()).contains("resolve-conflict");
    assertThat(run(ExitCode.OK, "show", run).out()).contains("settled: take " + side);

    run(ExitCode.OK, "undo", run);

    assertThat(desired()).isEqualTo(before);
    assertThat(portal()).isEqualTo("2/10/Y 8/20/N");
    assertThat(stage.query("SELECT deal_id FROM dealsync.edited_deal")).containsExactly("1");
    run(ExitCode.INCOMPLETE, "sync");
    assertThat(stage.value(CONFLICT.replace(", hold", ""))).isEqualTo(conflict);
  }
}
