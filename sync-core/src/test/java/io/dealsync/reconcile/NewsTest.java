package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Selection;
import io.dealsync.journal.HeldDeal;
import io.dealsync.plan.PlanTotals;
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
                "It failed 5 times in a row. It is tried again once it is edited or released.",
                world.mirror.get(1).edit()));
    world.mirror.acknowledge(1);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void an_acknowledged_hold_is_news_again_once_the_deal_is_edited() {
    missing(1);
    world.sync();
    world.mirror.acknowledge(1);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);

    world.mirror.editAndBack(1);

    assertThat(world.sync(new Selection.Edited()).outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.sync().outcome()).as("not acknowledged").isEqualTo(RunOutcome.INCOMPLETE);
  }

  @Test
  void a_run_over_edits_counts_those_that_are_held_and_reads_the_others() {
    for (long deal = 1; deal <= 20; deal++) {
      missing(deal);
    }
    world.sync(new Selection.Edited());
    world.portal.deal(21, "7/10/Y").contacts(8);
    world.mirror.want(21, "7* 8");
    int before = world.portal.readCalls().size();

    RunReport report = world.sync(new Selection.Edited());

    assertThat(world.portal.readCalls().subList(before, world.portal.readCalls().size()))
        .containsExactly(List.of(21L));
    assertThat(held(report)).isEmpty();
    assertThat(report.held()).isEqualTo(20);
    assertThat(report.plan().orElseThrow().leftOut()).isZero();
    assertThat(report.applied().verified()).isEqualTo(1);
    assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void a_run_over_all_deals_reads_held_ones_again() {
    missing(1);
    world.sync(new Selection.Edited());
    world.portal.deal(1, "");
    world.sync(new Selection.Edited());
    assertThat(world.portal.rows(1).isEmpty()).isTrue();
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).hasToString("7/10/Y");
  }

  @Test
  void a_held_edit_is_tried_again_once_there_is_a_newer_one() {
    missing(1);
    world.sync(new Selection.Edited());
    world.portal.deal(1, "");
    world.mirror.editAndBack(1);
    assertThat(world.sync(new Selection.Edited()).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).hasToString("7/10/Y");
  }

  @Test
  void parked_deals_are_held_and_not_paused() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y");
    world.mirror.want(1, "7* 8").parked(1, "It failed.").want(2, "7*").want(3, "7*");
    world.mirror.mode(3, Mode.PAUSED);
    PlanTotals plan = world.plan().plan().orElseThrow();
    assertThat(plan.paused()).isEqualTo(1);
    assertThat(plan.held()).isEqualTo(1);
    assertThat(plan.leftOut()).isZero();
  }

  private List<HeldDeal> held(RunReport report) {
    return world.leases.run(report.run()).held();
  }

  private void missing(long deal) {
    world.portal.contacts(7);
    world.mirror.want(deal, "7*");
  }
}
