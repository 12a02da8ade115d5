package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.FirstSight;
import io.dealsync.desired.Selection;
import io.dealsync.journal.HeldDeal;
import io.dealsync.run.Progress;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deal that both sides never agreed on: nobody may have known what the portal has there. */
class FirstSightTest {

  private static final Selection EDITED = new Selection.Edited();

  private final World world = new World();

  FirstSightTest() {
    world.portal.deal(1, "7/10/Y 9/20/N").contacts(8);
  }

  private String portal() {
    return world.portal.rows(1).toString();
  }

  @Test
  void an_edit_only_adds_links_and_tells_what_mirroring_would_remove() {
    world.mirror.want(1, "7* 8");

    RunReport report = world.sync(EDITED);

    assertThat(portal()).isEqualTo("7/10/Y 9/20/N 8/30/N");
    assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(report.applied().verified()).isEqualTo(1);
    assertThat(report.note()).contains("1 deal was never agreed on before and only gains links");
    assertThat(world.mirror.holdOf(1).map(HeldDeal::reason)).contains(HoldReason.FIRST_SIGHT);
    assertThat(world.mirror.holdOf(1).orElseThrow().detail())
        .contains("mirror has 7* 8, portal has 7* 9 8", "unlinks 9");
    assertThat(world.mirror.get(1).edit()).as("the edit waits").isPresent();
    assertThat(world.mirror.get(1).base()).as("never agreed").isEmpty();
  }

  @Test
  void a_named_deal_only_gains_links_as_well() {
    world.mirror.want(1, "8*");
    world.sync(new Selection.Deals(List.of(1L)));
    assertThat(portal()).isEqualTo("7/10/Y 9/20/N 8/30/N");
  }

  @Test
  void the_next_run_over_all_deals_does_the_rest() {
    world.mirror.want(1, "7* 8");
    world.sync(EDITED);

    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);

    assertThat(portal()).isEqualTo("7/10/Y 8/30/N");
    assertThat(world.mirror.holdOf(1)).isEmpty();
    assertThat(world.mirror.get(1).edit()).isEmpty();
    assertThat(world.mirror.get(1).base()).isPresent();
  }

  @Test
  void a_plan_shows_the_whole_and_its_application_does_it() {
    world.mirror.want(1, "7* 8");
    RunReport plan = world.plan();
    assertThat(plan.plan().orElseThrow().removedLinks()).isEqualTo(1);
    world.sync(EDITED);
    assertThat(world.apply(world.plan().run()).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(portal()).isEqualTo("7/10/Y 8/30/N");
  }

  @Test
  void it_is_not_read_again_by_every_edit_of_another_deal() {
    world.mirror.want(1, "7* 8");
    world.sync(EDITED);
    world.portal.deal(2, "7/10/Y");
    world.mirror.want(2, "7* 8");
    int before = world.portal.readCalls().size();
    assertThat(world.sync(EDITED).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.readCalls().subList(before, world.portal.readCalls().size()))
        .containsExactly(List.of(2L));
  }

  @Test
  void a_further_edit_adds_its_links_too() {
    world.portal.contacts(6);
    world.mirror.want(1, "7* 8");
    world.sync(EDITED);
    world.mirror.want(1, "7* 8 6");
    assertThat(world.sync(EDITED).outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(portal()).isEqualTo("7/10/Y 9/20/N 8/30/N 6/40/N");
  }

  @Test
  void a_deal_that_shall_have_no_contacts_keeps_them_until_a_run_over_all_deals() {
    world.mirror.want(1, "");
    assertThat(world.sync(EDITED).traffic().writes()).isZero();
    assertThat(world.mirror.holdOf(1).orElseThrow().detail()).contains("unlinks 7 9");
    world.sync();
    assertThat(world.portal.rows(1).isEmpty()).isTrue();
  }

  @Test
  void a_deal_whose_own_links_stay_as_they_are_is_equal_at_once() {
    world.mirror.want(1, "7* 9 8");
    assertThat(world.sync(EDITED).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).base()).isPresent();
  }

  @Test
  void another_primary_waits_for_a_run_over_all_deals() {
    world.mirror.want(1, "7 9 8*");
    world.sync(EDITED);
    assertThat(world.portal.rows(1).canonical().primary()).isEqualTo(7);
    world.sync();
    assertThat(world.portal.rows(1).canonical().primary()).isEqualTo(8);
  }

  @Test
  void a_deal_that_both_sides_agreed_on_is_mirrored_by_edits() {
    world.mirror.want(1, "7* 9").agreedOn(1, "7* 9").want(1, "7*");
    assertThat(world.sync(EDITED).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(portal()).isEqualTo("7/10/Y");
  }

  @Test
  void an_undo_of_the_additions_leaves_it_a_deal_at_first_sight() {
    world.mirror.want(1, "7* 8");
    RunReport added = world.sync(EDITED);
    world.undo(added.run(), false);
    assertThat(portal()).isEqualTo("7/10/Y 9/20/N");
    assertThat(world.mirror.get(1).base()).isEmpty();
    world.sync(EDITED);
    assertThat(world.portal.rows(1).canonical().contacts()).contains(9L);
  }

  @Test
  void links_that_people_make_meanwhile_stay() {
    world.mirror.want(1, "7* 8");
    world.portal.contacts(5);
    world.leases.whenPlanned(run -> world.portal.edit(1).add(5, false));
    world.sync(EDITED);
    assertThat(world.portal.rows(1).canonical().contacts()).contains(5L, 7L, 8L, 9L);
  }

  @ParameterizedTest
  @EnumSource(FirstSight.class)
  void the_setting_says_what_an_edit_does(FirstSight setting) {
    world.mirror.want(1, "7* 8");
    Reconciler reconciler =
        new Reconciler(
            world.mirror,
            world.portal,
            world.settings().with(setting),
            Progress.NONE,
            StopSignal.NEVER,
            world.clock);
    try (var lease = world.leases.acquire("main", "sync")) {
      reconciler.sync(lease, World.header("sync"), EDITED);
    }
    assertThat(portal())
        .isEqualTo(
            switch (setting) {
              case ADD_FIRST -> "7/10/Y 9/20/N 8/30/N";
              case MIRROR -> "7/10/Y 8/20/N";
              case HOLD -> "7/10/Y 9/20/N";
            });
  }
}
