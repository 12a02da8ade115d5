package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Policy;
import io.dealsync.guard.Limit;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is adopted from the portal is taken from the mirror within the same limits. */
class MirrorLimitsTest {

  private static final String AGREED = "7/10/Y 8/20/N";

  private final World world = new World().policy(Policy.MERGE).limits(Limits.DEFAULT);

  @BeforeEach
  void bothSidesAgree() {
    for (long deal = 1; deal <= 100; deal++) {
      world.portal.deal(deal, AGREED);
      world.mirror.want(deal, AGREED);
    }
    world.sync();
  }

  @Test
  void adopting_empty_deals_is_refused_beyond_the_limit() {
    for (long deal = 1; deal <= 25; deal++) {
      world.portal.deal(deal, "");
    }
    RunReport report = world.sync();
    assertThat(report.refusals()).extracting(Refusal::limit).containsExactly(Limit.EMPTIED_PERCENT);
    assertThat(world.mirror.get(3).desired()).isEqualTo(Links.set(AGREED));
    assertThat(world.mirror.get(3).base()).contains(Links.set(AGREED));
  }

  @Test
  void links_that_adoptions_take_away_are_counted() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y");
    world.limits(Limits.DEFAULT.with("removed-links", "1"));
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set(AGREED));
  }

  @Test
  void within_the_limits_they_are_adopted_and_undone_with_their_base() {
    world.portal.deal(1, "7/10/Y");
    RunReport adopted = world.sync();
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7/10/Y"));
    world.undo(adopted.run(), false);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set(AGREED));
    assertThat(world.mirror.get(1).base()).contains(Links.set(AGREED));
  }
}
