package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Spoken;
import io.dealsync.testing.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Someone merges two contacts on the portal: the id that the mirror wants is gone. */
class MergedContactTest {

  private final Stage stage = Stage.open().equalDeals(2);

  @BeforeEach
  void mergeTwoIntoSeven() {
    stage.run(ExitCode.OK, "sync");
    stage.portal().state().asThirdParty().mergeContacts(2, 7);
  }

  @AfterEach
  void removeTheStage() {
    stage.close();
  }

  private String portal() {
    return stage.portal().state().linksText(1);
  }

  @Test
  void the_contact_that_is_gone_is_never_linked_and_the_deal_is_held() {
    assertThat(portal()).isEqualTo("1/10/Y 7/20/N");

    Spoken sync = stage.run(ExitCode.INCOMPLETE, "sync");

    assertThat(sync.out())
        .contains("Held, because the portal does not have a contact, or hides it:")
        .containsPattern("2 +1");
    assertThat(portal()).as("nothing lost, nothing linked").isEqualTo("1/10/Y 7/20/N");
    assertThat(stage.portal().counters().snapshot().writes()).isZero();
  }

  @Test
  void with_the_surviving_contact_in_its_place_both_sides_are_equal_again() {
    stage.run(ExitCode.INCOMPLETE, "sync");
    stage.sql(
        "UPDATE dealsync.deal_contact SET contact_id = 7 WHERE contact_id = 2 AND deal_id = 1");

    stage.run(ExitCode.OK, "sync");

    assertThat(portal()).isEqualTo("1/10/Y 7/20/N");
    assertThat(stage.query("SELECT deal_id FROM dealsync.hold")).isEmpty();
  }
}
