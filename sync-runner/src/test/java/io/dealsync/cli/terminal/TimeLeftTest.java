package io.dealsync.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dealsync.bitrix.pace.BucketRate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The time left of a phase, against the bucket of a usual plan. */
class TimeLeftTest {

  private static final Duration LATENCY = Duration.ofMillis(150);

  private final AtomicLong requests = new AtomicLong(3);

  private static Duration passed(long sent) {
    Duration byLatency = LATENCY.multipliedBy(sent);
    Duration byBucket = BucketRate.STANDARD.idealDuration(sent);
    return byBucket.compareTo(byLatency) > 0 ? byBucket : byLatency;
  }

  @Test
  void is_within_five_percent_from_the_first_page_to_the_last() {
    long deals = 20_000;
    Duration whole = passed(deals / 50);
    TimeLeft left =
        new TimeLeft(
            requests::get,
            further -> {
              long sent = requests.get() - 3;
              return BucketRate.STANDARD
                  .idealDuration(sent + further)
                  .minus(BucketRate.STANDARD.idealDuration(sent));
            });
    for (long done = 2500; done <= deals; done += 2500) {
      requests.addAndGet(50);
      Duration elapsed = passed(done / 50);
      Duration promised = elapsed.plus(left.after(done, deals - done, elapsed));
      assertThat(promised.toMillis() / (double) whole.toMillis()).isCloseTo(1, within(0.05));
    }
  }

  @Test
  void is_what_the_pace_comes_to_where_nothing_limits_the_portal() {
    TimeLeft left = new TimeLeft(requests::get, further -> Duration.ZERO);
    requests.addAndGet(10);
    assertThat(left.after(500, 1500, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(6));
  }
}
