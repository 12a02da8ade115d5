package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs over edits alone, and what they leave. */
class QuickWayTest {

  private final Stage stage = Stage.open().equalDeals(3);

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  @Test
  void rows_that_came_past_the_triggers_are_told_by_status_and_carried_by_a_run_over_edits() {
    stage.run(ExitCode.OK, "sync");
    stage.superuser(
        "SET session_replication_role = replica",
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (1, 9, 30)");

    assertThat(stage.run(ExitCode.OK, "status").err())
        .contains("Deal 1 has other links than both sides agreed on");
    assertThat(stage.run(ExitCode.OK, "sync", "--edited").err())
        .contains("no edit was recorded (replication");

    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 2/20/N 9/30/N");
    assertThat(stage.run(ExitCode.OK, "status").err()).isEmpty();
  }

  @Test
  void the_run_after_an_undo_of_the_portal_alone_speaks_of_no_edit_past_the_triggers() {
    stage.run(ExitCode.OK, "sync");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 9)");
    stage.run(ExitCode.OK, "sync");
    stage.run(ExitCode.OK, "undo", "2");
    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 2/20/N");

    assertThat(stage.run(ExitCode.OK, "sync").err()).doesNotContain("no edit was recorded");

    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 2/20/N 9/30/N");
  }

  @Test
  void undo_to_mirror_of_a_first_sight_ends_the_edit_that_waited() {
    stage.portal().state().putDeal(9, "1/10/Y 3/20/N");
    stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (9, 5)");
    stage.run(ExitCode.INCOMPLETE, "sync", "--deal", "9");
    assertThat(stage.portal().state().linksText(9)).isEqualTo("1/10/Y 3/20/N 5/30/N");
    String run = stage.value("SELECT max(run_id) FROM dealsync.run");

    stage.run(ExitCode.OK, "undo", run, "--to-mirror");

    assertThat(stage.portal().state().linksText(9)).isEqualTo("1/10/Y 3/20/N");
    assertThat(stage.query("SELECT deal_id FROM dealsync.edited_deal WHERE deal_id = 9")).isEmpty();
    assertThat(stage.query("SELECT reason FROM dealsync.hold WHERE deal_id = 9")).isEmpty();
    assertThat(stage.run(ExitCode.OK, "sync", "--json").json().get("writes").asLong()).isZero();
    assertThat(stage.portal().state().linksText(9)).isEqualTo("1/10/Y 3/20/N");
  }
}
