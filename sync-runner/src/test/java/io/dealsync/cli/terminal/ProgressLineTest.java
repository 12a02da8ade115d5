package io.dealsync.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private static ProgressLine line(long requests, int seconds, Optional<Duration> pause) {
    return new ProgressLine(
        "reading ",
        2_500,
        20_000,
        "deals",
        requests,
        Duration.ofSeconds(seconds),
        Optional.of(Duration.ofSeconds(75)),
        pause);
  }

  @Test
  void moves_with_each_request_and_second() {
    assertThat(line(3, 4, Optional.empty()).text(78))
        .isEqualTo("reading  █▊             2,500/20,000 deals, 3 requests, 0:04, left 1:15");
    assertThat(line(4, 4, Optional.empty()).text(78))
        .isNotEqualTo(line(3, 4, Optional.empty()).text(78));
    assertThat(line(3, 5, Optional.empty()).text(78))
        .isNotEqualTo(line(3, 4, Optional.empty()).text(78));
  }

  @Test
  void says_when_it_waits_for_the_portals_limits() {
    assertThat(line(3, 4, Optional.of(Duration.ofMillis(41_200))).text(78))
        .endsWith("0:04, the portal's limits: 0:42");
  }

  @Test
  void is_cut_to_the_width() {
    assertThat(line(3, 4, Optional.empty()).text(20)).hasSize(20);
    assertThat(
            new ProgressLine(
                    "writing ",
                    7,
                    7,
                    "deals",
                    1,
                    Duration.ofHours(2),
                    Optional.empty(),
                    Optional.empty())
                .text(78))
        .contains("██████████████ 7/7 deals, 1 request, 2:00:00");
  }
}
