package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a load of links has written into the mirror goes back by undo. */
class LoadUndoTest {

  private final Stage stage = Stage.open().equalDeals(3);

  @BeforeEach
  void agreeThenLoad() {
    stage.run(ExitCode.OK, "sync");
    stage.sql(
        "CREATE TABLE incoming AS SELECT deal_id, contact_id, sort, is_primary FROM"
            + " dealsync.deal_contact",
        "DELETE FROM incoming WHERE deal_id = 1 AND is_primary",
        "INSERT INTO incoming VALUES (2, 7, 90, false)");
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private String mirror() {
    return stage.value(
        "SELECT string_agg(deal_id || ':' || contact_id || CASE WHEN is_primary THEN '*' ELSE ''"
            + " END, ' ' ORDER BY deal_id, contact_id) FROM dealsync.deal_contact");
  }

  @Test
  void undo_takes_a_load_back_and_the_next_run_changes_nothing() {
    String before = mirror();
    stage.sql("CALL dealsync.replace_links('incoming', 'main', 'keep')");
    assertThat(mirror()).isNotEqualTo(before);
    String run = stage.value("SELECT run_id FROM dealsync.link_feed");

    stage.run(ExitCode.OK, "undo", run, "--allow", "changed-percent=100");

    assertThat(mirror()).isEqualTo(before);
    Spoken next = stage.run(ExitCode.OK, "sync", "--json");
    assertThat(next.json().get("writes").asLong()).isZero();
  }

  @Test
  void undo_names_the_deals_that_a_load_released() {
    stage.sql(
        "DELETE FROM incoming WHERE deal_id = 3",
        "CALL dealsync.replace_links('incoming', 'main', 'release')");
    String run = stage.value("SELECT run_id FROM dealsync.link_feed");

    Spoken undo = stage.run(ExitCode.INCOMPLETE, "undo", run, "--allow", "changed-percent=100");

    assertThat(undo.out()).contains("not managed any more");
    assertThat(stage.query("SELECT deal_id FROM dealsync.deal ORDER BY 1"))
        .containsExactly("1", "2");
  }
}
