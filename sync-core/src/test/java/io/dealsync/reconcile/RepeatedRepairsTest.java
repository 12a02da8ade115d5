package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatedRepairsTest {

  private final RepeatedRepairs repairs = new RepeatedRepairs();

  @Test
  void the_first_are_told_one_by_one_and_the_others_as_a_number() {
    assertThat(repairs.words()).isEmpty();
    repairs.add(7, "contact 40 was put back.");
    assertThat(repairs.words()).isEqualTo("Deal 7: contact 40 was put back.");
    for (long deal = 8; deal < 107; deal++) {
      repairs.add(deal, "again.");
    }
    assertThat(repairs.number()).isEqualTo(100);
    assertThat(repairs.words())
        .startsWith("Deal 7: contact 40 was put back. Deal 8: again.")
        .doesNotContain("Deal 106")
        .matches("(?s).* And \\d+ deals more\\.");
  }
}
