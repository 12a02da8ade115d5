package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limits;
import io.dealsync.journal.RunState;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bulk edit that is refused, and the edits of everybody else. */
class EditGroupsTest {

  private static final Selection EDITED = new Selection.Edited();

  private final World world = new World().limits(Limits.DEFAULT);

  @BeforeEach
  void bothSidesAgree() {
    for (long deal = 1; deal <= 200; deal++) {
      world.mirror.want(deal, "1* 2").agreedOn(deal, "1* 2");
      world.portal.deal(deal, "1/10/Y 2/20/N");
    }
    world.portal.contacts(1, 2, 3);
  }

  @Test
  void one_refused_bulk_edit_keeps_nobody_elses_edits_from_the_portal() {
    bulk(80);
    world.mirror.want(150, "1* 2 3");
    RunReport report = world.sync(EDITED);

    assertThat(report.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(report.applied().verified()).isOne();
    assertThat(world.portal.rows(150)).isEqualTo(Links.image("1/10/Y 2/20/N 3/30/N"));
    assertThat(world.portal.linksRemoved()).isZero();
    assertThat(world.mirror.holdOf(7).orElseThrow().reason()).isEqualTo(HoldReason.GUARD);
    assertThat(world.mirror.holdOf(7).orElseThrow().detail())
        .isEqualTo(
            "Edited together with 79 other deals, and refused: 40.5 % of the managed deals would"
                + " change (81 of 200), the limit is 30 %; 40.0 % of the managed deals would lose"
                + " their last contact (80 of 200), the limit is 10 %. Waits for `dealsync apply 1"
                + " --allow changed-percent=41 --allow emptied-percent=40`, or for a newer edit.");
  }

  @Test
  void what_was_refused_is_neither_read_nor_planned_again_by_later_edits() {
    bulk(80);
    world.sync(EDITED);
    int read = world.portal.readCalls().stream().mapToInt(java.util.List::size).sum();
    world.mirror.want(150, "1* 2 3");
    RunReport later = world.sync(EDITED);

    assertThat(later.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(later.plan().orElseThrow().considered()).isOne();
    assertThat(world.portal.readCalls().stream().mapToInt(java.util.List::size).sum() - read)
        .isLessThanOrEqualTo(2);
    assertThat(world.leases.run(later.run()).rows()).hasSize(1);
  }

  @Test
  void what_waits_is_carried_out_once_somebody_allows_it() {
    bulk(80);
    world.mirror.want(150, "1* 2 3");
    RunReport refused = world.sync(EDITED);
    assertThat(world.leases.run(refused.run()).state()).isEqualTo(RunState.REFUSED);

    world.limits(Limits.DEFAULT.with("changed-percent", "41").with("emptied-percent", "40"));
    RunReport allowed = world.apply(refused.run());

    assertThat(allowed.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(allowed.applied().verified()).isEqualTo(80);
    assertThat(world.mirror.holdOf(7)).isEmpty();
  }

  @Test
  void a_deal_of_a_refused_edit_that_is_corrected_goes_on_alone() {
    bulk(80);
    world.sync(EDITED);
    world.mirror.want(7, "1*");
    RunReport corrected = world.sync(EDITED);
    assertThat(corrected.applied().verified()).isOne();
    assertThat(world.portal.rows(7)).isEqualTo(Links.image("1/10/Y"));
    assertThat(world.mirror.holdOf(7)).isEmpty();
    assertThat(world.mirror.holdOf(8)).isPresent();
  }

  @Test
  void a_full_run_leaves_the_refused_edit_out_and_goes_on() {
    bulk(80);
    world.sync(EDITED);
    world.portal.deal(190, "1/10/Y");
    RunReport nightly = world.sync();
    assertThat(nightly.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(nightly.applied().verified()).isOne();
    assertThat(world.portal.rows(190)).isEqualTo(Links.image("1/10/Y 2/20/N"));
    assertThat(world.portal.linksRemoved()).isZero();
  }

  @Test
  void a_full_run_that_meets_a_bulk_edit_first_is_refused_as_one() {
    bulk(80);
    world.mirror.want(150, "1* 2 3");
    RunReport nightly = world.sync();
    assertThat(nightly.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(nightly.applied().pushed()).isZero();
    assertThat(world.mirror.holdOf(7)).isEmpty();
  }

  @Test
  void what_carries_out_no_edit_is_judged_as_a_whole() {
    for (long deal = 1; deal <= 80; deal++) {
      world.portal.deal(deal, "1/10/Y");
    }
    world.mirror.want(150, "1* 2 3");
    RunReport nightly = world.sync();
    assertThat(nightly.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(nightly.applied().pushed()).isZero();
  }

  @Test
  void small_edits_go_before_large_ones_and_all_together_stay_within_the_limits() {
    for (int first = 1; first <= 61; first += 15) {
      bulk(first, 15);
    }
    world.mirror.want(150, Links.set(""));
    RunReport report = world.sync(EDITED);
    assertThat(report.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(report.applied().verified()).isEqualTo(16);
    assertThat(world.portal.rows(150).isEmpty()).isTrue();
  }

  @Test
  void an_empty_mirror_lets_no_edit_through() {
    bulk(200);
    RunReport report = world.sync(EDITED);
    assertThat(report.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(report.applied().pushed()).isZero();
    assertThat(world.sync(EDITED).outcome()).isEqualTo(RunOutcome.REFUSED);
  }

  private void bulk(int deals) {
    bulk(1, deals);
  }

  private void bulk(int first, int deals) {
    world.mirror.together(
        () -> {
          for (long deal = first; deal < first + deals; deal++) {
            world.mirror.want(deal, Links.set(""));
          }
        });
  }
}
