package io.dealsync.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedDealsTest {

  @Test
  void paused_deals_cannot_change_and_add_only_ones_cannot_be_emptied() {
    ManagedDeals deals = new ManagedDeals(10, 3, 2, 0);
    assertThat(deals.changeable()).isEqualTo(7);
    assertThat(deals.emptiable()).isEqualTo(5);
    assertThat(deals.before()).as("at least as many as now").isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"0,0,false,false", "0,5,true,false", "5,10,false,true", "6,11,false,false"})
  void deals_that_were_taken_out_are_noticed(long all, long before, boolean lost, boolean most) {
    ManagedDeals deals = new ManagedDeals(all, 0, 0, before);
    assertThat(deals.isLost()).isEqualTo(lost);
    assertThat(deals.mostAreGone()).isEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource({"1,-1,0", "1,0,-1", "1,1,1"})
  void numbers_that_contradict_each_other_are_refused(long all, long paused, long addOnly) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ManagedDeals(all, paused, addOnly, 0))
        .withMessageContaining("are paused");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,-1"})
  void a_deal_is_parked_after_a_failure_at_least(int after, long seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parking(after, Duration.ofSeconds(seconds)));
  }
}
