package io.dealsync.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.portal.DealCondition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pull goes on where an earlier one of the same text has stopped. */
class PullScopeTest {

  private static String named(Long... deals) {
    return new PullScope.Named(List.of(deals)).text();
  }

  @Test
  void the_same_deals_have_the_same_text_whatever_their_order() {
    assertThat(named(3L, 1L)).isEqualTo(named(1L, 3L, 3L)).startsWith("2 named deals, ");
  }

  @Test
  void other_deals_have_another_one_down_to_the_last_byte() {
    assertThat(
            List.of(
                named(1L, 3L),
                named(1L, 4L),
                named(1L, 3L + (1L << 8)),
                named(1L, 3L + (1L << 56))))
        .doesNotHaveDuplicates();
  }

  @Test
  void conditions_are_read_in_any_order() {
    DealCondition pipeline = new DealCondition("categoryId", List.of("3"));
    DealCondition stage = new DealCondition("@stageId", List.of("WON", "LOSE"));
    assertThat(new PullScope.Matching(List.of(pipeline, stage)).text())
        .isEqualTo(new PullScope.Matching(List.of(stage, pipeline)).text())
        .isEqualTo("@stageId=WON,LOSE; categoryId=3");
  }

  @Test
  void overwriting_edits_is_another_order() {
    assertThat(new PullOrder(new PullScope.All(), false, true).text()).isEqualTo("all");
    assertThat(new PullOrder(new PullScope.All(), true, false).text())
        .isEqualTo("all, overwriting edits");
  }
}
