package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 1, 0",
    "50, 1, 0",
    "51, 2, 0",
    "2500, 50, 0",
    "2501, 51, 500",
    "10000, 200, 75000"
  })
  void reading_takes_a_request_for_fifty_deals(long deals, long requests, long millis) {
    assertThat(Estimate.reading(deals, 50, 2))
        .isEqualTo(new Estimate(requests, Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "1, 0, 4, 0",
    "25, 0, 4, 0",
    "26, 0, 5, 0",
    "50, 0, 5, 0",
    "51, 0, 7, 0",
    "1000, 0, 62, 6000",
    "16, 16, 4, 0",
    "17, 17, 5, 0",
    "18, 9, 4, 0",
    "1000, 1000, 85, 17500"
  })
  void applying_takes_a_recheck_a_look_and_writes_with_their_read_backs(
      long changes, long overwriting, long requests, long millis) {
    assertThat(Estimate.applying(changes, overwriting, 50, 2))
        .isEqualTo(new Estimate(requests, Duration.ofMillis(millis)));
  }
}
