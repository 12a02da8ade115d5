package io.dealsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.testing.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number that was no deal's id, a phone number say, is one deal's trouble. */
class FarOffDealTest {

  @ParameterizedTest
  @ValueSource(longs = {79_161_234_567L, Long.MAX_VALUE})
  void a_far_off_deal_is_held_and_the_others_are_synchronized(long deal) {
    try (Stage stage = Stage.open().equalDeals(120)) {
      stage.sql(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (%d, 7), (5, 7)"
              .formatted(deal));

      assertThat(stage.run(ExitCode.INCOMPLETE, "sync").out())
          .contains(
              "1 change written and verified",
              deal + "  held      hold          The deal does not exist")
          .doesNotContain("one by one");

      assertThat(stage.portal().state().linksText(5)).isEqualTo("9/10/Y 10/20/N 7/30/N");
      stage.run(ExitCode.OK, "explain", Long.toString(deal));
    }
  }
}
