package io.dealsync.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairLimitTest {

  @ParameterizedTest
  @CsvSource({"1,5", "3,2"})
  void a_repair_recurs_on_two_nights_at_least_and_on_no_more_than_there_are(int nights, int of) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RepairLimit(nights, of, Duration.ofHours(12), RepairLimit.Then.TELL));
  }

  @Test
  void it_looks_back_as_many_nights_as_it_says() {
    Instant now = Instant.parse("2026-03-10T02:00:00Z");
    assertThat(RepairLimit.DEFAULT.since(now)).isEqualTo("2026-03-05T02:00:00Z");
  }
}
