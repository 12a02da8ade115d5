package io.dealsync.bitrix.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatingBudgetTest {

  private static final long SECOND = 1_000_000_000L;
  private static final List<String> GET = List.of("batch", "get");

  private final OperatingBudget budget = new OperatingBudget(Duration.ofSeconds(420), 0.8);

  private Duration pause(long now) {
    return budget.pauseBefore(GET, now);
  }

  @Test
  void below_four_fifths_of_the_budget_nothing_waits() {
    budget.used("get", 335, Duration.ofSeconds(60), 0);

    assertThat(pause(0)).isZero();
    assertThat(pause(0)).isZero();
  }

  @Test
  void above_it_requests_are_spread_over_the_time_until_the_reset() {
    budget.used("get", 350, Duration.ofSeconds(60), 0);
    budget.used("get", 360, Duration.ofSeconds(60), 0);

    Duration first = pause(0);
    Duration second = pause(0);
    Duration third = pause(0);

    assertThat(first).isZero();
    assertThat(second).isPositive();
    assertThat(third).isEqualTo(second.multipliedBy(2));
  }

  @Test
  void a_budget_too_small_for_one_more_request_waits_for_the_reset() {
    budget.used("get", 400, Duration.ofSeconds(60), 0);
    budget.used("get", 419.9, Duration.ofSeconds(60), 0);

    assertThat(pause(0)).isEqualTo(Duration.ofSeconds(60));
    assertThat(pause(60 * SECOND)).isZero();
  }

  @Test
  void who_cannot_wait_long_is_not_spread_out_but_does_wait_for_a_budget_that_is_used_up() {
    Duration soon = Duration.ofSeconds(1);
    budget.used("get", 350, Duration.ofSeconds(60), 0);
    budget.used("get", 360, Duration.ofSeconds(60), 0);
    assertThat(pause(0)).isZero();
    assertThat(budget.pauseBefore(GET, soon, 0)).isEqualTo(soon);
    assertThat(budget.pauseBefore(GET, Duration.ofSeconds(-1), 0)).isZero();

    budget.exhausted("get", 0);

    assertThat(budget.pauseBefore(GET, soon, 0)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void a_batch_is_slowed_down_by_any_of_its_methods_and_by_itself() {
    budget.used("batch", 419.95, Duration.ofSeconds(30), 0);

    assertThat(pause(0)).isEqualTo(Duration.ofSeconds(30));
    assertThat(budget.pauseBefore(List.of("fields"), 0)).isZero();
  }

  @Test
  void a_refused_method_rests_until_its_reset() {
    budget.used("get", 419, Duration.ofSeconds(200), 0);

    assertThat(budget.exhausted("get", 0)).isEqualTo(new Exhaustion(Duration.ofSeconds(200), true));
    assertThat(pause(50 * SECOND)).isEqualTo(Duration.ofSeconds(150));
  }

  @Test
  void without_a_known_reset_refusals_rest_longer_each_time_up_to_five_minutes() {
    long now = 0;
    for (long expected : new long[] {20, 40, 80, 160, 300, 300}) {
      Duration rest = budget.exhausted("get", now).pause();

      assertThat(rest).isEqualTo(Duration.ofSeconds(expected));
      now += rest.toNanos();
    }
  }

  @Test
  void a_reset_is_not_trusted_where_the_reported_use_is_far_below_the_limit() {
    budget.used("get", 3, Duration.ofSeconds(600), 0);

    long now = 0;
    for (long expected : new long[] {20, 40, 80, 160, 300, 300}) {
      Exhaustion exhaustion = budget.exhausted("get", now);

      assertThat(exhaustion).isEqualTo(new Exhaustion(Duration.ofSeconds(expected), false));
      now += exhaustion.pause().toNanos();
      assertThat(pause(now)).isZero();
    }
  }

  @Test
  void refusals_during_a_rest_do_not_lengthen_it() {
    budget.exhausted("get", 0);

    assertThat(budget.exhausted("get", 5 * SECOND).pause()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void a_method_that_works_again_starts_over() {
    budget.exhausted("get", 0);
    budget.passed("get");

    assertThat(budget.exhausted("get", 30 * SECOND).pause()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void a_reset_farther_off_than_the_window_or_in_the_past_is_a_clock_that_is_wrong() {
    budget.used("get", 419.99, Duration.ofDays(1), 0);
    assertThat(pause(0)).isEqualTo(Duration.ofSeconds(600));

    budget.used("get", 419.99, Duration.ofSeconds(-5), 0);
    assertThat(pause(0)).isZero();
  }
}
