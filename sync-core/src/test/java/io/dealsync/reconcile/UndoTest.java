package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limits;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.link.Comparison;
import io.dealsync.plan.Change;
import io.dealsync.plan.PlanTotals;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Fault;
import io.dealsync.testing.Links;
import io.dealsync.testing.Phases;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndoTest {

  private final World world = new World();

  @ParameterizedTest(name = "{0} to {1} and back")
  @CsvSource({
    "7/3/Y 8/4/N,      7* 8 9",
    "7/3/Y 8/4/N 9/5/N, 7* 9",
    "7/3/Y 8/4/N,      9* 6",
    "7/3/Y 8/4/N,      8* 7",
    "7/3/Y 8/4/N,      ''",
    "'',               7* 8",
  })
  void puts_every_value_back(String before, String desired) {
    RunReport done = synced(1, before, desired);
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).isEqualTo(Links.image(before));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set(desired));
  }

  @ParameterizedTest(name = "{0} to {1} and back to {2}")
  @CsvSource({
    "7/3/Y 8/4/Y,   7* 9,   7/3/Y 8/4/N", // damage is not restored
    "7/0/Y 8/4/N,   8* 7,   7/10/Y 8/20/N", // nor what cannot be written
    "7/-1/Y 8/4/N,  9*,     7/10/Y 8/20/N",
  })
  void puts_back_what_can_be(String before, String desired, String back) {
    RunReport done = synced(1, before, desired);
    assertThat(world.undo(done.run(), true).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).isEqualTo(Links.image(back));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set(back));
  }

  @Test
  void to_the_mirror_makes_the_next_run_silent() {
    RunReport done = synced(1, "7/3/Y", "7* 8");
    world.undo(done.run(), true);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7/3/Y"));
    RunReport next = world.sync();
    assertThat(next.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(next.traffic().writes()).isZero();
  }

  @Test
  void to_the_mirror_of_a_first_sight_ends_the_edit_that_waited() {
    world.portal.deal(1, "7/10/Y 9/20/N").contacts(8);
    world.mirror.want(1, "8*");
    RunReport done = world.sync(new Selection.Edited());
    assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 9/20/N 8/30/N"));

    RunReport undone = world.undo(done.run(), true);

    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 9/20/N"));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7/10/Y 9/20/N"));
    assertThat(world.mirror.get(1).edit()).isEmpty();
    assertThat(world.mirror.holdOf(1)).isEmpty();
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void to_the_mirror_of_a_first_sight_leaves_alone_what_was_edited_after_it() {
    world.portal.deal(1, "7/10/Y 9/20/N").contacts(8);
    world.mirror.want(1, "8*");
    RunReport done = world.sync(new Selection.Edited());
    world.mirror.want(1, "7*");

    assertThat(world.undo(done.run(), true).outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7*"));
  }

  @Test
  void of_the_portal_alone_is_done_again_by_the_next_run() {
    RunReport done = synced(1, "7/3/Y", "7* 8");
    world.undo(done.run(), false);
    assertThat(world.sync().traffic().writes()).isEqualTo(1);
  }

  @Test
  void passes_over_deals_that_were_changed_since_and_lists_them() {
    world.portal.deal(2, "7/10/Y").contacts(8);
    world.mirror.want(2, "7* 8");
    world.portal.deal(3, "7/10/Y");
    world.mirror.want(3, "7* 8");
    RunReport done = synced(1, "7/10/Y", "7* 8");
    world.portal.edit(2).delete(8);
    world.portal.garble(3);
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(undone.held()).isEqualTo(2);
    assertThat(undone.plan().orElseThrow().considered()).isEqualTo(3);
    assertThat(run(undone).skipped())
        .containsExactly(
            new SkippedDeal(
                2, "Changed since the run: the run left 7/10/Y 8/20/N, now it has 7/10/Y."),
            new SkippedDeal(
                3, "Changed since the run: the run left 7/10/Y 8/20/N, now it cannot be read."));
    assertThat(world.portal.written()).extracting(Change::deal).endsWith(1L).hasSize(4);
  }

  @Test
  void passes_over_a_deal_of_which_only_sort_values_were_changed_since() {
    RunReport done = synced(1, "7/10/Y", "7* 8");
    world.portal.deal(1, "7/10/Y 8/35/N");
    RunReport undone = world.undo(done.run(), false);
    assertThat(run(undone).skipped())
        .containsExactly(
            new SkippedDeal(
                1, "Changed since the run: the run left 7/10/Y 8/20/N, now it has 7/10/Y 8/35/N."));
    assertThat(world.portal.rows(1)).hasToString("7/10/Y 8/35/N");
  }

  @Test
  void passes_over_a_failed_change_after_which_only_sort_values_are_others() {
    world.portal.fault(1, Fault.REFUSED);
    RunReport failed = synced(1, "7/10/Y", "7* 8");
    world.portal.deal(1, "7/15/Y");
    RunReport undone = world.undo(failed.run(), false);
    assertThat(run(undone).skipped()).hasSize(1);
    assertThat(world.portal.rows(1)).hasToString("7/15/Y");
  }

  @Test
  void puts_sort_values_back_where_contacts_kept_their_order() {
    world.comparing(Comparison.EXACT);
    RunReport done = synced(1, "7/3/Y 8/4/N", "7/10/Y 8/20/N");
    assertThat(world.portal.rows(1)).hasToString("7/10/Y 8/20/N");
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.applied().verified()).isOne();
    assertThat(world.portal.rows(1)).hasToString("7/3/Y 8/4/N");
  }

  @Test
  void passes_over_deals_whose_contacts_are_gone() {
    RunReport done = synced(1, "7/10/Y 8/20/N", "7*");
    world.portal.deleteContact(8);
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.held()).isEqualTo(1);
    assertThat(run(undone).skipped())
        .containsExactly(
            new SkippedDeal(1, "Contact 8 does not exist on the portal, or cannot be seen there."));
    assertThat(world.portal.misdeeds()).isEmpty();
  }

  @Test
  void concerns_only_what_the_run_wrote() {
    world.portal.deal(2, "7/10/Y").contacts(8);
    world.mirror.want(2, "7* 8");
    world.portal.fault(2, Fault.REFUSED);
    RunReport done = synced(1, "7/10/Y", "7* 8");
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.plan().orElseThrow().considered()).isEqualTo(1);
    assertThat(run(undone).changes()).extracting(Change::deal).containsExactly(1L);
  }

  @Test
  void does_not_concern_changes_that_never_left() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y").contacts(7, 8, 9);
    world.mirror.want(1, "7* 8").want(2, "7* 9");
    RunReport planned = world.plan();
    world.clock.advance(Duration.ofHours(1));
    world.portal.garble(1);
    world.portal.deleteContact(9);
    RunReport applied = world.apply(planned.run());
    assertThat(applied.failed()).isEqualTo(1);
    assertThat(applied.held()).isEqualTo(1);
    world.portal.heal();
    world.portal.edit(1).add(8, false);
    world.portal.edit(2).add(8, false);
    RunReport undone = world.undo(applied.run(), false);
    assertThat(undone.plan().orElseThrow().considered()).isZero();
    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
  }

  @Test
  void of_an_unknown_run_is_impossible() {
    assertThatExceptionOfType(UnknownRunException.class)
        .isThrownBy(() -> world.undo(99, false))
        .withMessageContaining("There is no run 99");
    assertThat(world.portal.traffic().requests()).isZero();
  }

  @Test
  void takes_back_what_a_failed_change_left() {
    world.portal.deal(1, "6/10/Y").contacts(7, 8, 9);
    world.mirror.want(1, "7 8 9").mode(1, Mode.ADD_ONLY);
    world.portal.fault(1, Fault.REFUSED_IN_PART);
    RunReport failed = world.sync();
    assertThat(failed.failed()).isEqualTo(1);
    assertThat(world.portal.rows(1)).isEqualTo(Links.image("6/10/Y 7/20/N"));
    RunReport undone = world.undo(failed.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).isEqualTo(Links.image("6/10/Y"));
  }

  @Test
  void passes_over_a_failed_change_of_which_nobody_knows_what_it_left() {
    world.portal.fault(1, Fault.REFUSED);
    RunReport failed = synced(1, "7/10/Y", "7* 8");
    world.portal.edit(1).add(8, false);
    RunReport undone = world.undo(failed.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(run(undone).skipped())
        .containsExactly(
            new SkippedDeal(1, "The change failed in the run, and what it left was not read."));
    assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("7* 8"));
  }

  @Test
  void links_again_what_a_failed_change_has_only_unlinked() {
    world.portal.fault(1, Fault.LOST_HALF_WAY, Fault.LOST_BEFORE_EFFECT, Fault.LOST_BEFORE_EFFECT);
    RunReport failed = synced(1, "7/10/Y 8/20/N 9/30/N", "6* 9");
    assertThat(failed.failed()).isOne();
    assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("9/30/Y"));

    RunReport undone = world.undo(failed.run(), false);

    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 8/20/N 9/30/N"));
  }

  @Test
  void passes_over_a_failed_change_whose_deal_cannot_be_read_either() {
    world.portal.fault(1, Fault.REFUSED);
    RunReport failed = synced(1, "7/10/Y", "7* 8");
    world.portal.garble(1);
    RunReport undone = world.undo(failed.run(), false);
    assertThat(run(undone).skipped())
        .containsExactly(
            new SkippedDeal(1, "The change failed in the run, and what it left was not read."));
  }

  @Test
  void of_what_only_the_mirror_learnt_waits_for_a_portal_that_shows_the_deal() {
    RunReport adopted = adopted();
    world.portal.garble(1);
    RunReport undone = world.undo(adopted.run(), false);
    assertThat(run(undone).skipped())
        .containsExactly(new SkippedDeal(1, "The portal does not show the deal."));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 9"));
  }

  @ParameterizedTest
  @CsvSource({"9", "6"})
  void passes_over_a_failed_change_during_which_somebody_else_changed_the_deal(long contact) {
    world.portal.deal(1, "6/10/Y 5/20/N").contacts(7, 8, 9);
    world.mirror.want(1, "7 8").mode(1, Mode.ADD_ONLY);
    world.portal.fault(1, Fault.REFUSED_IN_PART);
    world.portal.watch(
        changes -> {
          if (contact == 6) {
            world.portal.edit(1).delete(6);
          } else {
            world.portal.edit(1).add(contact, false);
          }
        });
    RunReport failed = world.sync();
    String left = world.portal.rows(1).toString();
    RunReport undone = world.undo(failed.run(), false);
    assertThat(run(undone).skipped())
        .containsExactly(
            new SkippedDeal(
                1, "The change failed in the run, and someone else changed the deal during it."));
    assertThat(world.portal.rows(1)).hasToString(left);
  }

  @Test
  void to_the_mirror_takes_back_what_it_learnt_from_the_portal() {
    RunReport adopted = adopted();
    RunReport undone = world.undo(adopted.run(), true);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
    assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("7* 9"));
    world.sync();
    assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("7* 8"));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
  }

  @Test
  void to_the_mirror_leaves_alone_what_was_edited_after_it_learnt() {
    RunReport adopted = adopted();
    world.mirror.want(1, "6*");
    RunReport undone = world.undo(adopted.run(), true);
    assertThat(run(undone).skipped())
        .containsExactly(new SkippedDeal(1, "The mirror was edited since the run."));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("6*"));
  }

  @Test
  void puts_back_what_only_the_mirror_learnt_with_the_base_that_it_had() {
    RunReport adopted = adopted();
    RunReport undone = world.undo(adopted.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
    assertThat(world.mirror.get(1).base()).contains(Links.set("7/10/Y 8/20/N"));
    assertThat(world.mirror.get(1).edit()).isEmpty();
    assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("7* 9"));
  }

  @Test
  void of_what_only_the_mirror_learnt_can_be_undone() {
    RunReport adopted = adopted();
    RunReport undone = world.undo(adopted.run(), false);
    world.undo(undone.run(), false);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7/10/Y 9/20/N"));
    assertThat(world.mirror.get(1).base()).contains(Links.set("7/10/Y 9/20/N"));
  }

  @Test
  void puts_the_mirror_back_whatever_the_portal_has_meanwhile() {
    RunReport adopted = adopted();
    world.portal.deal(1, "7/10/Y");
    world.undo(adopted.run(), false);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
    assertThat(world.portal.rows(1).canonical()).isEqualTo(Links.set("7*"));
  }

  @Test
  void keeps_what_a_later_run_has_brought_both_sides_to_agree_on() {
    RunReport adopted = adopted();
    world.mirror.agreedOn(1, "7*");
    world.undo(adopted.run(), false);
    assertThat(world.mirror.get(1).base()).contains(Links.set("7*"));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
    assertThat(world.mirror.get(1).edit()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void leaves_a_mirror_alone_that_wants_something_else_since(boolean toMirror) {
    RunReport adopted = adopted();
    world.mirror.want(1, "8*");
    world.sync();
    world.portal.deal(1, "7/10/Y 9/20/N");
    RunReport undone = world.undo(adopted.run(), toMirror);
    assertThat(run(undone).skipped())
        .containsExactly(new SkippedDeal(1, "The mirror was changed since the run: it wants 8*"));
  }

  @Test
  void to_the_mirror_takes_from_an_add_only_deal_what_the_run_added_and_no_more() {
    world.portal.deal(1, "243/10/Y 34/20/N").contacts(260, 300);
    world.mirror.want(1, "260*").mode(1, Mode.ADD_ONLY);
    RunReport done = world.sync();
    assertThat(world.portal.rows(1).canonical().contacts()).containsExactly(243L, 34L, 260L);

    world.undo(done.run(), true);

    assertThat(world.portal.rows(1)).isEqualTo(Links.image("243/10/Y 34/20/N"));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set(""));
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void to_the_mirror_keeps_what_an_add_only_deal_wants_that_the_portal_had_already() {
    world.portal.deal(1, "243/10/Y 34/20/N").contacts(260);
    world.mirror.want(1, "34 260*").mode(1, Mode.ADD_ONLY);
    world.undo(world.sync().run(), true);
    assertThat(world.mirror.get(1).desired().contacts()).containsExactly(34L);
  }

  /** A run that adopted what someone did on the portal. */
  private RunReport adopted() {
    world.policy(Policy.MERGE);
    synced(1, "7/10/Y 8/20/N", "7* 8");
    world.portal.deal(1, "7/10/Y 9/20/N");
    RunReport adopted = world.sync();
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 9"));
    return adopted;
  }

  @Test
  void of_a_run_that_wrote_nothing_does_nothing() {
    RunReport done = synced(1, "7/10/Y", "7*");
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(undone.traffic().writes()).isZero();
  }

  @Test
  void of_a_repair_has_nothing_to_put_back() {
    RunReport done = synced(1, "7/10/Y 8/20/N", "7* 8");
    assertThat(done.traffic().writes()).isZero();
    world.portal.deal(1, "7/10/N 8/20/N");
    RunReport repaired = world.sync();
    assertThat(repaired.traffic().writes()).isEqualTo(1);
    RunReport undone = world.undo(repaired.run(), false);
    assertThat(undone.plan().orElseThrow().inSync()).isEqualTo(1);
    assertThat(undone.traffic().writes()).isZero();
  }

  @Test
  void leaves_alone_what_moves_on_the_way() {
    RunReport done = synced(1, "7/10/Y", "7* 8");
    world.progress(
        new Phases() {
          @Override
          public void begin(Phase phase, long deals) {
            super.begin(phase, deals);
            world.clock.advance(Duration.ofSeconds(61));
            world.portal.edit(1).add(9, false);
          }
        });
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.portal.rows(1).canonical().contacts()).contains(8L, 9L);
  }

  @Test
  void is_guarded_like_any_plan() {
    RunReport done = synced(1, "7/10/Y", "7* 8");
    world.limits(Limits.DEFAULT.with("removed-links", "0"));
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.REFUSED);
    assertThat(undone.plan().orElseThrow().removedLinks()).isEqualTo(1);
  }

  @Test
  void counts_what_it_would_do() {
    world.portal.deal(2, "7/10/Y 8/20/N");
    world.mirror.want(2, "9*");
    world.portal.deal(3, "");
    world.mirror.want(3, "8*");
    RunReport done = synced(1, "", "7*");
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.plan().orElseThrow())
        .isEqualTo(
            new PlanTotals(ManagedDeals.mirrored(3), 3, 0, 3, 0, 0, 2, 2, 3, 0, 0, 0, 0, false));
  }

  @Test
  void does_not_touch_deals_that_are_paused_or_managed_no_more() {
    world.portal.deal(2, "7/10/Y").contacts(8);
    world.mirror.want(2, "7* 8");
    RunReport done = synced(1, "7/10/Y", "7* 8");
    world.mirror.mode(1, Mode.PAUSED);
    world.mirror.forget(2);
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.traffic().writes()).isZero();
    assertThat(undone.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(undone.plan().orElseThrow().inSync()).isZero();
    String why = "It is paused, or not managed any more.";
    assertThat(run(undone).skipped())
        .containsExactly(new SkippedDeal(1, why), new SkippedDeal(2, why));
  }

  @Test
  void also_takes_back_what_an_add_only_deal_got() {
    world.portal.deal(1, "7/10/Y 9/20/N").contacts(8);
    world.mirror.want(1, "7* 8").mode(1, Mode.ADD_ONLY);
    RunReport done = world.sync();
    assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 9/20/N 8/30/N"));
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 9/20/N"));
  }

  @Test
  void to_the_mirror_leaves_an_edit_alone_that_came_after_the_run() {
    RunReport done = synced(1, "7/10/Y", "7* 8");
    world.mirror.want(1, "7* 8 9");
    RunReport undone = world.undo(done.run(), true);
    assertThat(undone.traffic().writes()).isZero();
    assertThat(run(undone).skipped())
        .containsExactly(new SkippedDeal(1, "The mirror was edited since the run."));
    assertThat(world.mirror.get(1).desired().contacts()).containsExactly(7L, 8L, 9L);
  }

  @Test
  void that_was_interrupted_is_taken_up_again_with_every_sort_value() {
    for (long deal = 2; deal <= 101; deal++) {
      world.portal.deal(deal, "7/5/Y").contacts(8);
      world.mirror.want(deal, "8*");
    }
    RunReport done = synced(1, "7/5/Y", "8*");
    AtomicInteger questions = new AtomicInteger();
    world.stop(() -> questions.incrementAndGet() > 2);
    RunReport undone = world.undo(done.run(), false);
    assertThat(undone.outcome()).isEqualTo(RunOutcome.INTERRUPTED);
    world.stop(StopSignal.NEVER);
    world.clock.advance(Duration.ofSeconds(61));
    world.portal.deal(101, "8/20/Y");
    RunReport rest = world.apply(undone.run());
    assertThat(rest.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.portal.rows(101)).isEqualTo(Links.image("8/20/Y"));
    assertThat(world.portal.rows(100)).isEqualTo(Links.image("7/5/Y"));
  }

  @Test
  void of_a_long_run_goes_page_by_page() {
    for (long deal = 2; deal <= 2501; deal++) {
      world.portal.deal(deal, "7/10/Y");
      world.mirror.want(deal, "7* 8");
    }
    RunReport done = synced(1, "7/10/Y", "7* 8");
    assertThat(world.undo(done.run(), false).applied().verified()).isEqualTo(2501);
  }

  private RunReport synced(long deal, String before, String desired) {
    world.portal.deal(deal, before).contacts(6, 7, 8, 9);
    world.mirror.want(deal, desired);
    return world.sync();
  }

  private FakeRun run(RunReport report) {
    return world.leases.run(report.run());
  }
}
