package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.journal.HeldDeal;
import io.dealsync.testing.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds that people know of do not make a run incomplete again and again. */
class NewsTest {

  private final World world = new World();

  @Test
  void a_known_hold_is_no_news() {
    missing(1);
    world.mirror.known(1, HoldReason.DEAL_MISSING);
    RunReport report = world.sync();
    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(report.held()).isEqualTo(1);
  }

  @Test
  void a_hold_for_another_reason_is_news() {
    missing(1);
    world.mirror.known(1, HoldReason.PORTAL_CHANGED);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.INCOMPLETE);
  }

  @Test
  void a_known_hold_of_one_deal_says_nothing_of_another() {
    missing(1);
    missing(2);
    world.mirror.known(1, HoldReason.DEAL_MISSING);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.INCOMPLETE);
  }

  @Test
  void a_known_hold_that_the_portal_told_at_once_is_no_news() {
    world.portal.deal(1, "7/10/Y").deny(1);
    world.mirror.want(1, "7*").known(1, HoldReason.DEAL_DENIED);
    assertThat(world.plan().outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void a_parked_deal_is_neither_read_nor_tried() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y").contacts(8);
    world.mirror.want(1, "7* 8").parked(1, "It failed 5 times in a row.").want(2, "7*");
    RunReport report = world.sync();
    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.portal.readCalls()).containsExactly(List.of(2L));
    assertThat(world.leases.run(report.run()).held())
        .containsExactly(
            new HeldDeal(
                1,
                HoldReason.PARKED,
                "It failed 5 times in a row. It is tried again once it is edited or released."));
    world.mirror.known(1, HoldReason.PARKED);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  private void missing(long deal) {
    world.portal.contacts(7);
    world.mirror.want(deal, "7*");
  }
}
