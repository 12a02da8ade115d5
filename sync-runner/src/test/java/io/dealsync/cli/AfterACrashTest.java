package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are told of a change whose process died when its call may have left. */
class AfterACrashTest {

  private final Stage stage = Stage.open().equalDeals(2);

  @BeforeEach
  void dieInTheMiddle() {
    run(ExitCode.OK, "sync");
    stage.sql(
        "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (1, 7)",
        """
        INSERT INTO dealsync.run (run_id, portal, command, started_by) VALUES (50, 'main', 'sync', 'ann@here')
        """,
        """
        INSERT INTO dealsync.change (run_id, deal_id, portal, action, reason, method, arguments, mode, policy, before,
                                     target, status, attempts, sent_at, observed_at)
        VALUES (50, 1, 'main', 'link', 'link 7', 'crm.deal.contact.add',
                '[{"contact": 7, "sort": 30, "primary": false}]', 'mirror', 'mirror-wins',
                '[{"contact": 1, "sort": 10, "primary": true}, {"contact": 2, "sort": 20, "primary": false}]',
                '[{"contact": 1, "sort": 10, "primary": true}, {"contact": 2, "sort": 20, "primary": false},
                  {"contact": 7, "sort": 30, "primary": false}]', 'sent', 1, now(), now())
        """);
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private Spoken run(int code, String... arguments) {
    return stage.run(code, arguments);
  }

  @Test
  void show_and_explain_say_that_it_may_have_left() {
    assertThat(run(ExitCode.OK, "show", "50").out())
        .contains("State: running")
        .containsPattern("1 +sent +link");
    assertThat(run(ExitCode.OK, "explain", "1").out())
        .containsPattern("50 .* sent +1\\* 2 +link 7");
  }

  @Test
  void the_next_run_says_that_it_settled_it() {
    Spoken next = run(ExitCode.OK, "sync");

    assertThat(next.out())
        .contains(
            "An earlier run had ended in the middle: 1 change was settled by reading the portal.");
    assertThat(run(ExitCode.OK, "show", "50").out())
        .contains("State: interrupted")
        .contains("the portal still has 1/10/Y 2/20/N");
    assertThat(stage.portal().state().linksText(1)).isEqualTo("1/10/Y 2/20/N 7/30/N");
  }

  @Test
  void a_document_has_the_number_of_settled_changes() {
    stage.portal().state().asThirdParty().setLinks(1, "1/10/Y 2/20/N 7/30/N");

    Spoken next = run(ExitCode.OK, "sync", "--json");

    assertThat(next.json().get("settled_earlier").asLong()).isEqualTo(1);
    assertThat(next.json().get("writes").asLong()).isZero();
    assertThat(run(ExitCode.OK, "sync", "--json").json().get("settled_earlier").asLong()).isZero();
    assertThat(run(ExitCode.OK, "show", "50").out()).containsPattern("1 +verified +link");
  }
}
