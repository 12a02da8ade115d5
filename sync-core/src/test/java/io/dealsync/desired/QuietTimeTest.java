package io.dealsync.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.testing.FakeMirror;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuietTimeTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final QuietTime quiet = new QuietTime(Duration.ofSeconds(5), Duration.ofMinutes(2));
  private final FakeMirror mirror = new FakeMirror();

  @Test
  void it_is_over_when_nobody_has_edited_for_its_span() {
    assertThat(quiet.over(NOON.plusSeconds(3), NOON)).isEqualTo(NOON.plusSeconds(8));
  }

  @Test
  void a_stream_of_edits_cannot_postpone_it_for_ever() {
    assertThat(quiet.over(NOON.plusSeconds(119), NOON)).isEqualTo(NOON.plusSeconds(120));
  }

  @Test
  void a_limit_below_the_span_is_refused() {
    assertThatThrownBy(() -> new QuietTime(Duration.ofSeconds(5), Duration.ofSeconds(4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_deal_loses_links_when_one_that_was_agreed_on_is_no_longer_wanted() {
    mirror.want(1, "7* 8").agreedOn(1, "7* 8").want(1, "7* 9");
    mirror.want(2, "7* 8").agreedOn(2, "7* 8").want(2, "");
    mirror.want(3, "7* 8").agreedOn(3, "7* 8").want(3, "8* 7 9");
    mirror.want(4, "7*");
    mirror.want(5, "7*").agreedOn(5, "7* 8");
    mirror.want(6, "7* 8").agreedOn(6, "7* 8").want(6, "7*").mode(6, Mode.ADD_ONLY);

    assertThat(mirror.deals().stream().filter(deal -> mirror.get(deal).losesLinks()))
        .containsExactly(1L, 2L);
  }

  @Test
  void a_look_tells_what_may_be_carried_now() {
    assertThat(OpenEdits.of(mirror, () -> false)).isEqualTo(OpenEdits.NONE);

    mirror.want(1, "7*").agreedOn(1, "7*").want(1, "");
    assertThat(OpenEdits.of(mirror, () -> false)).isEqualTo(OpenEdits.WAITING);
    assertThat(OpenEdits.of(mirror, () -> true)).isEqualTo(OpenEdits.CARRIABLE);

    mirror.want(2, "7*");
    assertThat(OpenEdits.of(mirror, () -> false)).isEqualTo(OpenEdits.CARRIABLE);
  }

  @Test
  void a_deal_that_gains_is_found_behind_many_that_lose() {
    for (long deal = 1; deal <= 1200; deal++) {
      mirror.want(deal, "7*").agreedOn(deal, "7*").want(deal, "");
    }
    assertThat(OpenEdits.of(mirror, () -> false)).isEqualTo(OpenEdits.WAITING);

    mirror.want(1201, "7*");
    assertThat(OpenEdits.of(mirror, () -> false)).isEqualTo(OpenEdits.CARRIABLE);
  }
}
