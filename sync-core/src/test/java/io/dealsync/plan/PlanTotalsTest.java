package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.ManagedDeals;
import org.junit.jupiter.api.Test;

class PlanTotalsTest {

  @Test
  void what_is_neither_in_sync_nor_to_change_nor_held_nor_failed_was_left_out() {
    PlanTotals totals =
        new PlanTotals(ManagedDeals.mirrored(40), 31, 7, 6, 5, 4, 0, 0, 0, 0, 0, 0, 0, true);
    assertThat(totals.leftOut()).isEqualTo(9);
  }
}
