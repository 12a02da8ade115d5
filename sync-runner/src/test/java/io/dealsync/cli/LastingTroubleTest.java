package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Robot;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deals that fail or are held night after night: told once, until something about them changes. */
class LastingTroubleTest {

  /** On as many nights in a row a deal may fail when nothing is configured. */
  private static final int PARK_AFTER = 5;

  private final Stage stage = Stage.open().equalDeals(3);

  @BeforeEach
  void agree() {
    run(ExitCode.OK, "sync");
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private Spoken run(int code, String... arguments) {
    return stage.run(code, arguments);
  }

  private Robot letARobotRevertDeal1() {
    Robot robot = stage.robotThatReverts(1);
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 7)");
    return robot;
  }

  private Robot failUntilParked() {
    Robot robot = letARobotRevertDeal1();
    for (int night = 1; night <= PARK_AFTER; night++) {
      stage.sql(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (2, %d)"
              .formatted(6 + night));
      Spoken report = run(ExitCode.INCOMPLETE, "sync");
      assertThat(report.out())
          .contains("The portal has 1/10/Y 2/20/N after")
          .contains("1 change written and verified, 1 failed");
      assertThat(portal(2)).as("the other deal").contains(" %d/".formatted(6 + night));
      aDayPasses();
    }
    return robot;
  }

  private void aDayPasses() {
    stage.sql("UPDATE dealsync.failure_streak SET counted_at = counted_at - interval '1 day'");
  }

  @Test
  void ten_failures_within_an_hour_park_nobody() {
    letARobotRevertDeal1();
    for (int run = 1; run <= 10; run++) {
      run(ExitCode.INCOMPLETE, "sync", "--edited");
    }
    assertThat(run(ExitCode.INCOMPLETE, "sync").out()).contains("1 failed").doesNotContain("held");
    assertThat(stage.value("SELECT failures FROM dealsync.failure_streak")).isEqualTo("1");
  }

  private String portal(long deal) {
    return stage.portal().state().linksText(deal);
  }

  private long writes() {
    return stage.portal().counters().snapshot().writes();
  }

  private String hold(long deal) {
    List<String> reasons =
        stage.query("SELECT reason FROM dealsync.hold WHERE deal_id = %d".formatted(deal));
    return reasons.isEmpty() ? "none" : reasons.get(0);
  }

  @Test
  void a_deal_that_fails_on_five_nights_in_a_row_is_parked_and_told_once() {
    failUntilParked();
    long before = writes();

    assertThat(run(ExitCode.INCOMPLETE, "sync").out())
        .contains("It failed 5 times in a row")
        .contains("tried again once it is edited or released");
    Spoken next = run(ExitCode.OK, "sync");

    assertThat(next.out())
        .contains("1 held")
        .contains("Nothing was written; what is held was known before")
        .doesNotContain("failed 5 times");
    assertThat(writes()).isEqualTo(before);
    assertThat(run(ExitCode.OK, "status").out()).contains("parked", "failed 5 times in a row");
    assertThat(run(ExitCode.OK, "explain", "1").out()).contains("failed 5 times in a row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT dealsync.release_deal(1)",
        "DELETE FROM dealsync.failure_streak WHERE deal_id = 1",
        "UPDATE dealsync.deal_contact SET contact_id = 8 WHERE deal_id = 1 AND contact_id = 7"
      })
  void a_parked_deal_is_tried_again_after(String statement) {
    Robot robot = failUntilParked();
    run(ExitCode.INCOMPLETE, "sync");
    robot.stop();
    run(ExitCode.OK, "sync");
    assertThat(portal(1)).as("still parked").isEqualTo("1/10/Y 2/20/N");

    stage.sql(statement);

    run(ExitCode.OK, "sync");
    assertThat(portal(1)).matches("1/10/Y 2/20/N [78]/30/N");
    assertThat(hold(1)).isEqualTo("none");
  }

  @Test
  void release_lets_a_parked_deal_be_tried_again_once() {
    Robot robot = failUntilParked();
    run(ExitCode.INCOMPLETE, "sync");

    assertThat(run(ExitCode.OK, "release", "1").out())
        .contains("Deal 1 is tried again by the next run.");

    assertThat(run(ExitCode.INCOMPLETE, "sync").out()).contains("1 failed");
    robot.stop();
    run(ExitCode.OK, "sync");
    assertThat(portal(1)).isEqualTo("1/10/Y 2/20/N 7/30/N");
    assertThat(run(ExitCode.USAGE, "release", "1").err()).contains("not parked");
  }

  @Test
  void a_success_in_between_begins_the_count_anew() {
    Robot robot = letARobotRevertDeal1();
    run(ExitCode.INCOMPLETE, "sync");
    robot.stop();
    run(ExitCode.OK, "sync");
    assertThat(stage.query("SELECT deal_id FROM dealsync.failure_streak")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT dealsync.acknowledge_hold(1, 'asked sales')",
        "UPDATE dealsync.hold SET acknowledged_at = now(), note = 'asked sales' WHERE deal_id = 1"
      })
  void a_hold_that_was_noted_in_sql_is_no_news_any_more(String statement) {
    stage.portal().state().removeDeal(1);
    assertThat(run(ExitCode.INCOMPLETE, "sync").out()).contains("does not exist");
    assertThat(run(ExitCode.INCOMPLETE, "sync").out()).contains("does not exist");

    stage.sql(statement);

    assertThat(run(ExitCode.OK, "sync").out()).contains("1 held").doesNotContain("does not exist");
    assertThat(run(ExitCode.OK, "plan").out()).doesNotContain("does not exist");
    assertThat(stage.value("SELECT acknowledged_by || ': ' || note FROM dealsync.hold"))
        .isEqualTo(stage.database().user() + ": asked sales");
  }

  @Test
  void an_edit_of_a_deal_at_first_sight_is_told_with_what_is_left_to_the_next_full_run() {
    stage.portal().state().putDeal(9, "1/10/Y 2/20/N");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (9, 3)");

    assertThat(run(ExitCode.INCOMPLETE, "sync", "--edited").out())
        .contains("1 deal was never agreed on before and only gains links", "link 3");

    assertThat(portal(9)).isEqualTo("1/10/Y 2/20/N 3/30/N");
    assertThat(run(ExitCode.OK, "status").out()).contains("first-sight", "unlinks 1 2");
    assertThat(run(ExitCode.OK, "explain", "9").out()).contains("resolve-conflict 9");
    assertThat(run(3, "plan").out()).contains("unlink 1 2");
    run(ExitCode.OK, "sync");
    assertThat(portal(9)).isEqualTo("3/10/Y");
  }

  @Test
  void resolve_conflict_lets_an_edit_mirror_a_deal_at_first_sight() {
    stage.portal().state().putDeal(9, "1/10/Y 2/20/N");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (9, 3)");
    run(ExitCode.INCOMPLETE, "sync", "--deal", "9");

    run(ExitCode.OK, "resolve-conflict", "9", "--take", "desired");

    run(ExitCode.OK, "sync", "--edited");
    assertThat(portal(9)).isEqualTo("3/10/Y");
  }

  private void aNightPasses() {
    stage.sql(
        "ALTER TABLE dealsync.change DISABLE TRIGGER USER",
        "UPDATE dealsync.change SET settled_at = settled_at - interval '1 day'",
        "ALTER TABLE dealsync.change ENABLE TRIGGER USER",
        "UPDATE dealsync.deal SET edited_at = edited_at - interval '1 day'");
  }

  @Test
  void a_contact_that_a_robot_links_again_after_each_run_is_told_and_left_until_released() {
    stage.sql("UPDATE dealsync.deal SET edited_at = now() - interval '1 minute'");
    for (int night = 1; night <= 2; night++) {
      stage.portal().state().asThirdParty().setLinks(1, "1/10/Y 2/20/N 5/30/N");
      run(ExitCode.OK, "sync");
      aNightPasses();
    }
    stage.portal().state().asThirdParty().setLinks(1, "1/10/Y 2/20/N 5/30/N");

    assertThat(run(ExitCode.INCOMPLETE, "sync").out())
        .contains("On 3 of the last 5 nights contact 5 had to be unlinked");

    assertThat(portal(1)).isEqualTo("1/10/Y 2/20/N 5/30/N");
    assertThat(run(ExitCode.OK, "status").out()).contains("contact 5 had to be");
    assertThat(run(ExitCode.OK, "explain", "1").out())
        .contains("dealsync release 1", "unlink 5", "contact 5 had to be unlinked");
    run(ExitCode.OK, "sync");
    run(ExitCode.OK, "release", "1");
    run(ExitCode.OK, "sync");
    assertThat(portal(1)).isEqualTo("1/10/Y 2/20/N");
  }

  @Test
  void release_has_a_held_edit_tried_by_the_next_run_over_edits() {
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (9, 1)");
    run(ExitCode.INCOMPLETE, "sync", "--edited");
    stage.portal().state().putDeal(9, "");
    assertThat(run(ExitCode.OK, "sync", "--edited").out()).contains("1 held", "known before");

    run(ExitCode.OK, "release", "9");

    run(ExitCode.OK, "sync", "--edited");
    assertThat(portal(9)).isEqualTo("1/10/Y");
  }

  @Test
  void ack_takes_note_of_a_hold_until_something_about_it_changes() {
    stage.sql("UPDATE dealsync.deal SET policy = 'hold' WHERE deal_id = 1");
    stage.portal().state().asThirdParty().setLinks(1, "1/10/Y");
    run(ExitCode.INCOMPLETE, "sync");

    assertThat(run(ExitCode.OK, "ack", "1", "--note", "asked sales").out())
        .contains("Deal 1: noted.");

    run(ExitCode.OK, "sync");
    assertThat(run(ExitCode.OK, "explain", "1").out()).contains("portal-changed, noted");
    stage.portal().state().asThirdParty().setLinks(1, "2/10/Y");
    assertThat(run(ExitCode.INCOMPLETE, "sync").out()).contains("The portal was changed from");
    assertThat(run(ExitCode.USAGE, "ack", "2").err()).contains("Deal 2 on portal main is not held");
  }

  @Test
  void a_contact_that_is_gone_is_told_once_with_every_deal_it_touches() {
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) SELECT d, 999 FROM"
            + " generate_series(1, 3) AS d");

    Spoken report = run(ExitCode.INCOMPLETE, "sync");

    assertThat(report.out()).containsOnlyOnce("999").containsPattern("999 +1, 2, 3");
    assertThat(report.out()).contains("3 held");
    assertThat(run(ExitCode.INCOMPLETE, "sync", "--json").json().get("missing_contacts").toString())
        .isEqualTo("[{\"contact\":999,\"deals\":[1,2,3]}]");
    assertThat(run(ExitCode.OK, "explain", "2").out()).contains("Contact 999 does not exist");
  }
}
