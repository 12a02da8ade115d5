package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.Test;

/** {@code edits} and {@code undo-edit} as somebody types them. */
class UndoEditCommandTest {

  @Test
  void an_edit_that_was_sent_is_found_rehearsed_taken_back_and_put_right_on_the_portal() {
    try (Stage stage = Stage.open().equalDeals(3)) {
      stage.run(ExitCode.OK, "sync");
      String before = stage.portal().state().links(1).toString();
      stage.sql("INSERT INTO dealsync.deal_contact (deal_id, contact_id, sort) VALUES (1, 6, 30)");
      stage.run(ExitCode.OK, "sync");
      assertThat(stage.portal().state().links(1).toString()).isNotEqualTo(before);

      assertThat(stage.run(ExitCode.OK, "edits").out()).contains("link 6 to deal 1");
      String edit =
          stage
              .run(ExitCode.OK, "edits", "--json")
              .json()
              .get("edits")
              .get(0)
              .get("edit")
              .asString();
      assertThat(stage.run(ExitCode.PENDING, "undo-edit", edit, "--dry-run").out())
          .startsWith("A dry run: nothing was changed.")
          .containsPattern("main +1 +6 +unlink");
      assertThat(stage.run(ExitCode.OK, "undo-edit", edit).out())
          .startsWith("1 links of 1 deals are as before.");
      stage.run(ExitCode.OK, "sync");
      assertThat(stage.portal().state().links(1).toString()).isEqualTo(before);

      assertThat(stage.run(ExitCode.USAGE, "undo-edit", "99").err())
          .isEqualTo("Nothing was changed: there is no edit 99.\n");
      assertThat(stage.run(ExitCode.USAGE, "undo-edit").err()).contains("Say which edits");
      assertThat(stage.run(ExitCode.USAGE, "undo-edit", "--user", "anna", "--since", "noon").err())
          .contains("noon");
      stage.sql("UPDATE dealsync.deal_contact SET sort = 40 WHERE deal_id = 1 AND contact_id = 2");
      String user = stage.value("SELECT session_user");
      assertThat(
              stage
                  .run(ExitCode.OK, "undo-edit", "--user", user, "--since", "yesterday", "--anyway")
                  .out())
          .contains("are as before");
    }
  }
}
