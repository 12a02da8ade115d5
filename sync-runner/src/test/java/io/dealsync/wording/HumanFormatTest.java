package io.dealsync.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HumanFormatTest {

  @Test
  void requests_stand_beside_the_least_possible_number() {
    assertThat(HumanFormat.requests(1, 1)).isEqualTo("1 request (the least possible)");
    assertThat(HumanFormat.requests(24, 22)).isEqualTo("24 requests (at least 22 were needed)");
    assertThat(HumanFormat.requests(2, 1)).isEqualTo("2 requests (at least 1 was needed)");
  }

  @Test
  void durations_are_as_exact_as_people_need() {
    assertThat(HumanFormat.duration(Duration.ofMillis(430))).isEqualTo("0.4 s");
    assertThat(HumanFormat.duration(Duration.ofSeconds(42))).isEqualTo("42 s");
    assertThat(HumanFormat.duration(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(HumanFormat.duration(Duration.ofMinutes(4))).isEqualTo("4 min");
    assertThat(HumanFormat.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
  }

  @Test
  void counts_have_a_plural_and_thousands() {
    assertThat(HumanFormat.count(1, "deal")).isEqualTo("1 deal");
    assertThat(HumanFormat.count(20_000, "deal")).isEqualTo("20,000 deals");
  }
}
