package io.dealsync.bitrix.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({"1,500,1000", "2,1000,2000", "5,8000,16000", "6,15000,30000", "99,15000,30000"})
  void waits_double_and_spread_up_to_the_longest(int failures, long least, long most) {
    for (int seed = 0; seed < 100; seed++) {
      assertThat(Backoff.DEFAULT.after(failures, new Random(seed)))
          .as("seed %d", seed)
          .isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    }
  }
}
