package io.dealsync.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.journal.Outcome;
import io.dealsync.testing.Links;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefreshResultTest {

  @Test
  void a_deal_that_has_what_was_read_counts_with_its_links() {
    assertThat(RefreshResult.NOTHING.with(new Outcome.Verified(Links.image("7/10/Y 8/20/N"))))
        .isEqualTo(new RefreshResult(1, 0, 0, 2, 0));
    assertThat(RefreshResult.NOTHING.with(new Outcome.Needless(Links.image("7/10/Y"))))
        .isEqualTo(new RefreshResult(1, 0, 0, 1, 0));
  }

  @Test
  void damage_is_counted() {
    assertThat(RefreshResult.NOTHING.with(new Outcome.Verified(Links.image("7/10/Y 8/20/Y"))))
        .isEqualTo(new RefreshResult(1, 0, 0, 2, 1));
  }

  @Test
  void deals_that_were_left_alone_and_failed_ones_are_told_apart() {
    RefreshResult done =
        RefreshResult.NOTHING
            .with(new Outcome.Held(HoldReason.GUARD, "too much"))
            .with(new Outcome.Edited("edited", Optional.empty()))
            .with(new Outcome.Failed("no"));
    assertThat(done).isEqualTo(new RefreshResult(0, 2, 1, 0, 0));
    assertThat(done.deals()).isEqualTo(3);
  }

  @Test
  void a_deal_that_has_not_ended_does_not_count() {
    assertThat(
            RefreshResult.NOTHING.with(new Outcome.NotSent("no")).with(new Outcome.Unknown("lost")))
        .isEqualTo(RefreshResult.NOTHING);
  }
}
