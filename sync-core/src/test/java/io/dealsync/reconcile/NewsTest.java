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
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    world.mirror.acknowledge(1);
    RunReport report = world.sync();
    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(report.held()).isEqualTo(1);
    assertThat(held(report)).allMatch(HeldDeal::known);
  }

  @Test
  void a_hold_for_another_reason_is_news() {
    missing(1);
    world.sync();
    world.mirror.acknowledge(1);
    world.portal.deal(1, "").deny(1);
    RunReport report = world.sync();
    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(held(report)).noneMatch(HeldDeal::known);
  }

  @Test
  void a_hold_for_the_same_reason_is_news_when_something_else_is_the_matter() {
    world.portal.deal(1, "").contacts(7);
    world.mirror.want(1, "7* 8");
    world.sync();
    world.mirror.acknowledge(1);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    world.mirror.want(1, "7* 9");
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.INCOMPLETE);
  }

  @Test
  void a_known_hold_of_one_deal_says_nothing_of_another() {
    missing(1);
    missing(2);
    world.sync();
    world.mirror.acknowledge(1);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.INCOMPLETE);
  }

  @Test
  void a_known_hold_that_the_portal_told_at_once_is_no_news() {
    world.portal.deal(1, "7/10/Y").deny(1);
    world.mirror.want(1, "7*");
    world.plan();
    world.mirror.acknowledge(1);
    assertThat(world.plan().outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void a_hold_names_the_contacts_that_are_gone() {
    world.portal.deal(1, "").contacts(7);
    world.mirror.want(1, "7* 8 9");
    assertThat(held(world.sync()).get(0).gone()).containsExactly(8L, 9L);
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
    world.mirror.acknowledge(1);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  private List<HeldDeal> held(RunReport report) {
    return world.leases.run(report.run()).held();
  }

  private void missing(long deal) {
    world.portal.contacts(7);
    world.mirror.want(deal, "7*");
  }
}
