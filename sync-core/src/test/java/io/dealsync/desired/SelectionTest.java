package io.dealsync.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {

  @Test
  void named_deals_are_ordered_and_distinct() {
    assertThat(new Selection.Deals(List.of(9L, 3L, 9L)).deals()).containsExactly(3L, 9L);
  }
}
