package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.ScriptedPortal;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.Test;

/** A page in place of an answer: from a portal that has answered before, it is away for a while. */
class MaintenancePageTest {

  @Test
  void a_portal_that_answered_before_and_shows_a_page_is_away() {
    try (Stage stage = Stage.open().equalDeals(3)) {
      stage.run(ExitCode.OK, "sync");
      stage.portal().faults().add("html:status=200");

      for (String command : new String[] {"sync", "plan", "check"}) {
        Spoken away = stage.run(ExitCode.AGAIN, command);
        assertThat(away.all())
            .contains("HTTP 200", "“Bitrix24”")
            .doesNotContain("Check the address");
      }

      stage.portal().faults().clear();
      stage.run(ExitCode.OK, "sync");
    }
  }

  @Test
  void an_address_that_never_answered_as_a_portal_is_to_be_checked() {
    try (Stage stage = Stage.open().equalDeals(3);
        ScriptedPortal website = new ScriptedPortal().otherwiseHtml(200)) {
      stage.run(ExitCode.OK, "sync");

      Spoken wrong = stage.cli().with("DEALSYNC_WEBHOOK", website.webhook()).run("sync");

      assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
      assertThat(wrong.err()).contains("does not answer like a Bitrix24 portal", "“nginx”");
      assertThat(wrong.all()).doesNotContain(ScriptedPortal.SECRET);
    }
  }
}
