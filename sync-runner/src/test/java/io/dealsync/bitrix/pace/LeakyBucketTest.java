package io.dealsync.bitrix.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakyBucketTest {

  private static final long SECOND = 1_000_000_000L;
  private static final OptionalLong AT_ONCE = OptionalLong.of(0);

  private final LeakyBucket bucket = new LeakyBucket(new BucketRate(6, 2, 0), 0, 0);

  private void request(long now) {
    bucket.sent(now);
    bucket.answered(now);
  }

  @Test
  void the_whole_burst_is_free() {
    for (int i = 0; i < 6; i++) {
      assertThat(bucket.waitNanos(0)).isEqualTo(AT_ONCE);
      request(0);
    }

    assertThat(bucket.waitNanos(0)).isEqualTo(OptionalLong.of(SECOND / 2));
  }

  @Test
  void a_full_bucket_lets_requests_through_at_its_drain() {
    for (int i = 0; i < 6; i++) {
      request(0);
    }
    request(SECOND / 2);

    assertThat(bucket.waitNanos(SECOND / 2)).isEqualTo(OptionalLong.of(SECOND / 2));
    assertThat(bucket.waitNanos(SECOND)).isEqualTo(AT_ONCE);
  }

  @Test
  void an_idle_bucket_never_drains_below_empty() {
    request(0);

    assertThat(bucket.level(3600 * SECOND)).isZero();
    assertThat(bucket.timeFor(8, 3600 * SECOND)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_request_in_flight_keeps_its_place_until_it_is_answered() {
    bucket.sent(0);

    assertThat(bucket.level(100 * SECOND)).isEqualTo(1);

    bucket.answered(100 * SECOND);

    assertThat(bucket.level(100 * SECOND)).isEqualTo(1);
    assertThat(bucket.level(101 * SECOND)).isZero();
  }

  @Test
  void when_all_places_are_in_flight_an_answer_must_come_first() {
    for (int i = 0; i < 6; i++) {
      bucket.sent(0);
    }

    assertThat(bucket.waitNanos(10 * SECOND)).isEmpty();
  }

  @Test
  void a_request_that_never_arrived_gives_its_place_back() {
    bucket.sent(0);
    bucket.neverArrived(0);

    assertThat(bucket.level(0)).isZero();
  }

  @Test
  void a_reserve_stays_free_for_others() {
    LeakyBucket reserved = new LeakyBucket(new BucketRate(6, 2, 3), 0, 0);
    for (int i = 0; i < 3; i++) {
      reserved.sent(0);
      reserved.answered(0);
    }

    assertThat(reserved.waitNanos(0)).isEqualTo(OptionalLong.of(SECOND / 2));
  }

  @Test
  void starts_as_full_as_it_was_left() {
    LeakyBucket left = new LeakyBucket(new BucketRate(6, 2, 0), 6, 0);

    assertThat(left.waitNanos(0)).isEqualTo(OptionalLong.of(SECOND / 2));
  }

  @Test
  void a_refusal_shows_a_full_bucket_and_closes_it_for_at_least_a_second() {
    bucket.sent(0);
    bucket.rejected(0, Duration.ZERO, 0);

    assertThat(bucket.level(0)).isEqualTo(6);
    assertThat(bucket.waitNanos(0).orElseThrow()).isGreaterThanOrEqualTo(SECOND);
  }

  @Test
  void after_a_refusal_the_drain_is_believed_to_be_half_and_recovers() {
    bucket.sent(0);
    bucket.rejected(0, Duration.ZERO, 0);

    assertThat(bucket.level(SECOND)).isEqualTo(5);

    for (int i = 0; i < 10; i++) {
      request(SECOND);
    }
    double level = bucket.level(SECOND);

    assertThat(bucket.level(2 * SECOND)).isEqualTo(level - 2);
  }

  @Test
  void refusals_of_one_burst_teach_once() {
    bucket.sent(0);
    bucket.sent(0);
    bucket.rejected(0, Duration.ZERO, SECOND);
    bucket.rejected(0, Duration.ZERO, SECOND);

    assertThat(bucket.level(2 * SECOND)).isEqualTo(5);
  }

  @Test
  void repeated_refusals_wait_longer_and_longer_up_to_half_a_minute() {
    long now = 0;
    long last = 0;
    for (int i = 0; i < 8; i++) {
      bucket.sent(now);
      bucket.rejected(now, Duration.ZERO, now);
      last = bucket.waitNanos(now).orElseThrow();
      now += last;
    }

    assertThat(last).isEqualTo(32 * SECOND);
  }

  @Test
  void each_refusal_teaches_to_leave_one_place_more_free_up_to_three() {
    long now = 0;
    for (int refusals = 1; refusals <= 4; refusals++) {
      now += 3600 * SECOND;
      bucket.sent(now);
      bucket.rejected(now, Duration.ZERO, now);
      now += 3600 * SECOND;
      int free = Math.min(refusals, 3);

      assertThat(bucket.timeFor(6 - free, now)).as("after %d", refusals).isZero();
      assertThat(bucket.timeFor(7 - free, now)).as("after %d", refusals).isPositive();
    }
  }

  @Test
  void a_bucket_of_one_lets_one_request_through_whatever_was_refused() {
    LeakyBucket narrow = new LeakyBucket(new BucketRate(1, 2, 0), 0, 0);
    narrow.sent(0);
    narrow.rejected(0, Duration.ZERO, 0);

    assertThat(narrow.waitNanos(3600 * SECOND)).isEqualTo(AT_ONCE);
  }

  @Test
  void what_the_portal_asks_to_wait_is_waited() {
    bucket.sent(0);
    bucket.rejected(0, Duration.ofSeconds(17), 0);

    assertThat(bucket.waitNanos(0)).isEqualTo(OptionalLong.of(17 * SECOND));
  }

  @Test
  void a_refusal_inside_an_answer_counts_as_well() {
    bucket.rejectedInside(SECOND, SECOND);

    assertThat(bucket.level(SECOND)).isEqualTo(6);
    assertThat(bucket.waitNanos(SECOND).orElseThrow()).isGreaterThanOrEqualTo(SECOND);
  }

  @ParameterizedTest
  @CsvSource({"1,0", "50,0", "51,500", "400,175000"})
  void ideal_time_is_what_an_empty_bucket_takes(long requests, long millis) {
    assertThat(BucketRate.STANDARD.idealDuration(requests)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void an_unlimited_bucket_never_waits() {
    LeakyBucket unlimited = new LeakyBucket(BucketRate.UNLIMITED, 0, 0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(unlimited.waitNanos(0)).isEqualTo(AT_ONCE);
      unlimited.sent(0);
    }

    assertThat(unlimited.timeFor(1_000_000, 0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0,2,0", "50,0,0", "50,2,-1", "50,2,50"})
  void a_rate_that_makes_no_sense_is_refused(int size, double drain, int reserve) {
    assertThatThrownBy(() -> new BucketRate(size, drain, reserve))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
