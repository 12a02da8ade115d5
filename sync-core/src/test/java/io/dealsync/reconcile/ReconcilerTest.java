package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.apply.Applied;
import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limit;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.link.Comparison;
import io.dealsync.plan.Change;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.Traffic;
import io.dealsync.run.Waves;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Fault;
import io.dealsync.testing.JournalRow;
import io.dealsync.testing.Links;
import io.dealsync.testing.Phases;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilerTest {

  private final World world = new World();

  @Nested
  class plan {

    @Test
    void stores_what_is_to_be_done_and_writes_nothing() {
      drifted(1);
      RunReport report = world.plan();
      assertThat(report.outcome()).isEqualTo(RunOutcome.PENDING);
      assertThat(report.plan().orElseThrow().changes()).isEqualTo(1);
      assertThat(report.applied()).isEqualTo(Applied.NOTHING);
      assertThat(report.traffic().writes()).isZero();
      assertThat(run(report).state()).isEqualTo(RunState.PLANNED);
      assertThat(run(report).row(1).status()).isEqualTo(ChangeStatus.PLANNED);
    }

    @Test
    void of_equal_sides_is_in_sync() {
      equal(1);
      RunReport report = world.plan();
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(run(report).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void of_no_deals_still_proves_that_the_portal_can_be_used() {
      assertThat(world.plan().traffic().requests()).isEqualTo(1);
    }

    @Test
    void with_nothing_but_holds_and_failures_is_incomplete() {
      equal(1);
      equal(2);
      world.portal.deny(1);
      world.portal.garble(2);
      RunReport report = world.plan();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      assertThat(report.held()).isEqualTo(1);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(run(report).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void that_was_stopped_is_interrupted() {
      drifted(1);
      RunReport report = world.stop(() -> true).plan();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INTERRUPTED);
      assertThat(run(report).state()).isEqualTo(RunState.INTERRUPTED);
    }

    @Test
    void looks_at_the_selected_deals_only() {
      drifted(1);
      drifted(2);
      assertThat(world.plan(new Selection.Deals(List.of(2L))).plan().orElseThrow().considered())
          .isEqualTo(1);
    }

    @Test
    void begins_by_explaining_what_earlier_runs_left_open() {
      drifted(1);
      FakeRun died = dieAfterWriting();
      RunReport report = world.plan();
      assertThat(report.settledEarlier()).isEqualTo(1);
      assertThat(died.row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    }
  }

  @Nested
  class sync {

    @Test
    void makes_the_portal_equal_to_the_mirror() {
      drifted(1);
      equal(2);
      world.portal.deal(3, "7/10/Y 8/20/Y").deal(4, "7/10/Y");
      world.mirror.want(3, "8* 7").want(4, "");
      RunReport report = world.sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(world.mirror.deals()).allSatisfy(ReconcilerTest.this::assertEqualSides);
      assertThat(run(report).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void a_second_time_writes_nothing() {
      drifted(1);
      world.sync();
      RunReport second = world.sync();
      assertThat(second.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(second.traffic().writes()).isZero();
      assertThat(run(second).rows()).isEmpty();
    }

    @Test
    void reports_and_records_what_it_did() {
      drifted(1);
      drifted(2);
      equal(3);
      equal(4);
      world.portal.fault(2, Fault.REFUSED);
      world.portal.deny(3);
      world.portal.garble(4);
      RunReport report = world.sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      assertThat(report.held()).isEqualTo(1);
      assertThat(report.failed()).isEqualTo(2);
      assertThat(report.duration()).isEqualTo(Duration.ZERO);
      assertThat(run(report).end())
          .isEqualTo(
              new RunEnd(
                  RunState.DONE,
                  "incomplete",
                  2,
                  1,
                  1,
                  2,
                  new Traffic(3, 0, 2, 9), // read, contacts, write
                  3,
                  Duration.ZERO,
                  ""));
    }

    @Test
    void counts_only_its_own_traffic_and_time() {
      drifted(1);
      world.sync();
      drifted(2);
      world.portal.beforeEachCall(() -> world.clock.advance(Duration.ofSeconds(1)));
      RunReport report = world.sync();
      assertThat(report.traffic()).isEqualTo(new Traffic(3, 0, 1, 5));
      assertThat(report.duration()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOST_AFTER_EFFECT", "LOST_BEFORE_EFFECT", "IGNORED"})
    void gets_over_a_lost_answer(Fault fault) {
      drifted(1);
      world.portal.fault(1, fault);
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertEqualSides(1);
    }

    @Test
    void with_an_outcome_still_unknown_is_incomplete() {
      drifted(1);
      world.portal.fault(1, Fault.LOST_AFTER_EFFECT);
      onCall(4, () -> world.portal.garble(1));
      RunReport report = world.sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      assertThat(report.failed()).isEqualTo(1);
      world.portal.heal();
      assertThat(world.sync().settledEarlier()).isEqualTo(1);
      assertThat(run(report).row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUSED", "LOST_BEFORE_EFFECT"})
    void with_one_trouble_of_each_kind_is_incomplete(Fault fault) {
      drifted(1);
      equal(2);
      world.portal.fault(1, fault);
      world.portal.deny(2);
      onCall(4, () -> world.portal.garble(1)); // read, contacts, write
      RunReport report = world.sync();
      assertThat(report.held()).isEqualTo(1);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    }

    @Test
    void with_one_deal_held_at_once_and_another_on_the_way_is_incomplete() {
      drifted(1);
      equal(2);
      world.portal.deny(2);
      world.portal.fault(1, Fault.IGNORED);
      onCall(4, () -> world.portal.deny(1));
      RunReport report = world.sync();
      assertThat(report.held()).isEqualTo(2);
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    }

    @Test
    void that_the_guard_refuses_writes_nothing() {
      drifted(1);
      world.limits(Limits.DEFAULT.with("removed-links", "0"));
      world.mirror.want(1, "8*");
      RunReport report = world.sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.REFUSED);
      assertThat(report.refusals()).extracting(Refusal::limit).containsExactly(Limit.REMOVED_LINKS);
      assertThat(report.traffic().writes()).isZero();
      assertThat(run(report).state()).isEqualTo(RunState.REFUSED);
      assertThat(run(report).end().explanation())
          .isEqualTo("1 links would be removed, the limit is 0");
      assertThat(run(report).row(1).status()).isEqualTo(ChangeStatus.PLANNED);
    }

    @Test
    void that_stopped_after_a_wave_leaves_the_rest_planned_and_can_be_taken_up_again() {
      drifted(1);
      drifted(2);
      world.portal.fault(1, Fault.REFUSED);
      RunReport report = world.waves(new Waves(List.of(1), 0)).sync();
      String why = "Stopped after wave 1: 1 of its 1 changes went wrong, and 0 % may.";
      assertThat(report.outcome()).isEqualTo(RunOutcome.STOPPED);
      assertThat(report.applied().stopped()).isEqualTo(why);
      assertThat(report.left()).isEqualTo(1);
      assertThat(run(report).state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(run(report).end().explanation()).isEqualTo(why);
      assertThat(run(report).row(2).status()).isEqualTo(ChangeStatus.PLANNED);

      RunReport rest = world.apply(report.run());

      assertThat(rest.left()).isZero();
      assertThat(run(rest).row(2).status()).isEqualTo(ChangeStatus.VERIFIED);
      assertThat(run(rest).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void whose_last_wave_went_wrong_has_nothing_left_to_stop() {
      drifted(1);
      world.portal.fault(1, Fault.REFUSED);
      RunReport report = world.waves(new Waves(List.of(1), 0)).sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      assertThat(run(report).state()).isEqualTo(RunState.DONE);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void repairs_a_second_primary_to_the_exact_sort_under_every_policy(Policy policy) {
      world.comparing(Comparison.EXACT).policy(policy);
      world.portal.deal(1, "7/10/Y 8/20/N").contacts(7, 8);
      world.mirror.want(1, "7* 8");
      world.sync();
      world.portal.deal(1, "7/10/Y 8/20/Y");
      RunReport report = world.sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y 8/20/N"));
      assertThat(run(report).row(1).change().before()).isEqualTo(Links.image("7/10/Y 8/20/Y"));
      assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
      assertThat(world.sync().traffic().writes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void knows_its_own_half_of_a_repair_wherever_it_died(Policy policy) {
      boolean died = true;
      for (int transactions = 0; died; transactions++) {
        World repair = withSecondPrimary(policy);
        repair.leases.dieAfter(transactions);
        died = isKilled(repair::sync);
        repair.leases.dieAfter(Integer.MAX_VALUE);
        convergesToTheMirror(repair);
      }
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void knows_its_own_half_of_a_repair_wherever_the_portal_broke_down(Policy policy) {
      boolean broke = true;
      for (int calls = 0; broke; calls++) {
        World repair = withSecondPrimary(policy);
        repair.portal.failAfter(calls, FakePortal.unreachable());
        broke = repair.sync().failure().isPresent();
        repair.portal.heal();
        convergesToTheMirror(repair);
      }
    }

    private static World withSecondPrimary(Policy policy) {
      World repair = new World().comparing(Comparison.EXACT).policy(policy);
      repair.portal.deal(1, "7/10/Y 8/20/N");
      repair.mirror.want(1, "7* 8");
      repair.sync();
      repair.portal.deal(1, "7/10/Y 8/20/Y");
      return repair;
    }

    private static boolean isKilled(Runnable run) {
      try {
        run.run();
        return false;
      } catch (FakeLeases.Killed killed) {
        return true;
      }
    }

    private static void convergesToTheMirror(World repair) {
      assertThat(repair.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(repair.portal.rows(1)).isEqualTo(Links.image("7/10/Y 8/20/N"));
      assertThat(repair.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
      for (FakeRun run : repair.leases.runs()) {
        for (JournalRow row : run.rows()) {
          assertThat(row.outcome().toString()).doesNotContain("someone else");
        }
      }
    }

    @Test
    void names_every_refusal_in_its_explanation() {
      for (int deal = 1; deal <= 20; deal++) {
        world.portal.deal(deal, "7/10/Y");
        world.mirror.want(deal, "");
      }
      RunReport report = world.limits(Limits.DEFAULT).sync();
      assertThat(report.refusals()).hasSize(2);
      assertThat(run(report).end().explanation()).contains("would change", "; 100.0 %");
    }

    @Test
    void that_was_stopped_while_planning_writes_nothing() {
      drifted(1);
      RunReport report = world.stop(() -> true).sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INTERRUPTED);
      assertThat(run(report).state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(world.portal.written()).isEmpty();
    }

    @Test
    void that_was_stopped_while_the_portal_was_asked_leaves_nothing_open() {
      drifted(1);
      world.portal.dropReadingsWhenStopped();
      RunReport report = world.stop(() -> !world.portal.readCalls().isEmpty()).sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INTERRUPTED);
      assertThat(report.failure()).isEmpty();
      assertThat(run(report).state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(world.portal.written()).isEmpty();
      assertThat(world.stop(() -> false).sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    }

    @Test
    void that_is_stopped_after_a_write_finds_out_what_became_of_it() {
      drifted(1);
      world.portal.dropReadingsWhenStopped();
      world.portal.fault(1, Fault.LOST_AFTER_EFFECT);
      RunReport report = world.stop(() -> !world.portal.written().isEmpty()).sync();
      assertThat(report.applied().verified()).isEqualTo(1);
    }

    @Test
    void that_cannot_find_out_soon_after_the_signal_leaves_that_to_the_next_run() {
      drifted(1);
      world.portal.dropReadingsWhenStopped();
      world.portal.fault(1, Fault.LOST_AFTER_EFFECT);
      world.stop(() -> !world.portal.written().isEmpty());
      world.portal.beforeEachCall(() -> world.clock.advance(Duration.ofSeconds(16)));
      RunReport report = world.sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INTERRUPTED);
      assertThat(report.applied().unknown()).isEqualTo(1);
      world.portal.beforeEachCall(() -> {});
      RunReport next = world.stop(() -> false).sync();
      assertThat(next.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(next.applied().pushed()).isZero();
    }

    @Test
    void that_was_stopped_while_writing_can_be_taken_up_again() {
      for (int deal = 1; deal <= 150; deal++) {
        drifted(deal);
      }
      world.stop(() -> !world.portal.written().isEmpty());
      RunReport report = world.sync();
      assertThat(report.outcome()).isEqualTo(RunOutcome.INTERRUPTED);
      assertThat(report.applied().verified()).isEqualTo(100);
      world.stop(() -> false);
      RunReport rest = world.apply(report.run());
      assertThat(rest.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(rest.applied().verified()).isEqualTo(50);
    }

    @Test
    void that_is_asked_to_stop_after_its_last_window_is_done() {
      drifted(1);
      AtomicInteger asked = new AtomicInteger();
      world.stop(() -> asked.incrementAndGet() > 2);
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    }

    @ParameterizedTest
    @EnumSource(value = PortalFailure.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "STOPPED")
    void that_cannot_use_the_portal_ends_with_a_report(PortalFailure.Kind kind) {
      drifted(1);
      PortalFailure failure = new PortalFailure(kind, "The portal is not there.");
      for (int calls = 0; calls < 3; calls++) { // read, contacts, write
        world.portal.failAfter(calls, failure);
        RunReport report = world.sync();
        assertThat(report.outcome()).isEqualTo(RunOutcome.FAILED);
        assertThat(report.failure()).contains(failure);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(run(report).state()).isEqualTo(RunState.FAILED);
        assertThat(run(report).end().explanation()).isEqualTo("The portal is not there.");
      }
      assertThat(world.portal.written()).isEmpty();
      world.portal.heal();
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    }

    @Test
    void that_cannot_settle_what_is_open_plans_nothing() {
      drifted(1);
      dieAfterWriting();
      world.portal.failAfter(0, FakePortal.unreachable());
      RunReport report = world.sync();
      assertThat(report.plan()).isEmpty();
      assertThat(report.held() + report.failed()).isZero();
      assertThat(report.failure()).isPresent();
    }

    @Test
    void whose_process_dies_anywhere_loses_nothing() {
      for (int transactions = 0; transactions < 8; transactions++) {
        World fresh = new World();
        fresh.portal.deal(1, "7/10/Y").deal(2, "7/10/Y").contacts(8);
        fresh.mirror.want(1, "7* 8").want(2, "8*");
        fresh.leases.dieAfter(transactions);
        assertThatThrownBy(fresh::sync).isInstanceOf(FakeLeases.Killed.class);
        fresh.leases.dieAfter(Integer.MAX_VALUE);
        assertThat(fresh.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
        assertThat(fresh.portal.rows(1)).isEqualTo(Links.image("7/10/Y 8/20/N"));
        for (FakeRun run : fresh.leases.runs()) {
          assertThat(run.rows()).noneMatch(row -> row.open());
        }
      }
    }

    @Test
    void records_a_breakdown_when_it_still_can() {
      drifted(1);
      world.progress(
          new Phases() {
            @Override
            public void advance(long deals) {
              throw new IllegalStateException("The listener broke.");
            }
          });
      assertThatThrownBy(world::sync).hasMessage("The listener broke.").hasNoSuppressedExceptions();
      assertThat(world.leases.run(1).state()).isEqualTo(RunState.FAILED);
      assertThat(world.leases.run(1).end())
          .isEqualTo(
              new RunEnd(
                  RunState.FAILED,
                  "failed",
                  0,
                  0,
                  0,
                  0,
                  new Traffic(1, 0, 0, 1),
                  1,
                  Duration.ZERO,
                  "The listener broke."));
    }

    @Test
    void keeps_the_first_error_when_the_journal_is_what_broke() {
      drifted(1);
      world.leases.dieAfter(3);
      assertThatThrownBy(world::sync)
          .isInstanceOf(FakeLeases.Killed.class)
          .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1));
    }

    @Test
    void needs_the_portals_lease() {
      try (RunLease held = world.leases.acquire("main", "sync")) {
        assertThatThrownBy(world::sync).isInstanceOf(LeaseHeldException.class);
      }
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
    }

    @Test
    void tells_its_phases() {
      drifted(1);
      dieAfterWriting();
      drifted(2);
      Phases phases = new Phases();
      world.progress(phases).sync();
      assertThat(phases.told()).containsExactly("SETTLE 1 +1", "READ 2 +2", "WRITE 1 +1");
    }
  }

  @Nested
  class merge {

    @Test
    void takes_over_what_people_did_on_the_portal() {
      agreed("7* 8");
      world.portal.edit(1).delete(8);
      RunReport plan = world.plan();
      assertThat(plan.outcome()).isEqualTo(RunOutcome.PENDING);
      RunReport report = world.apply(plan.run());
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(report.applied().pushed()).isZero();
      assertThat(report.applied().verified()).isEqualTo(1);
      assertThat(world.mirror.get(1).desired()).hasToString("7*");
      assertThat(world.mirror.get(1).base()).contains(world.mirror.get(1).desired());
      assertThat(world.portal.written()).isEmpty();
    }

    @Test
    void brings_both_sides_changes_together() {
      agreed("7* 8");
      world.portal.edit(1).add(9, false);
      world.mirror.want(1, "7* 8 6");
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertEqualSides(1);
      assertThat(world.portal.rows(1).canonical().contacts()).contains(6L, 7L, 8L, 9L);
      assertThat(world.sync().traffic().writes()).isZero();
    }

    @Test
    void takes_over_what_people_did_between_plan_and_apply() {
      agreed("7* 8");
      world.mirror.want(1, "7* 8 6");
      RunReport plan = world.plan();
      world.portal.edit(1).delete(8);
      world.clock.advance(Duration.ofHours(1));
      assertThat(world.apply(plan.run()).outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(world.portal.rows(1).canonical()).hasToString("7* 6");
      assertThat(world.mirror.get(1).desired()).hasToString("7* 6");
    }

    @Test
    void adopts_nothing_over_a_later_edit_and_loses_neither() {
      agreed("7* 8");
      world.portal.edit(1).delete(8);
      RunReport plan = world.plan();
      world.mirror.want(1, "7* 8 6");
      world.apply(plan.run());
      assertThat(world.mirror.get(1).desired()).hasToString("7* 8 6");
      world.sync();
      assertThat(world.portal.rows(1).canonical()).hasToString("7* 6");
      assertThat(world.mirror.get(1).desired()).hasToString("7* 6");
    }

    @Test
    void adopts_what_a_run_that_died_had_done() {
      agreed("7* 8");
      world.portal.edit(1).add(9, false);
      world.mirror.want(1, "7* 8 6");
      dieAfterWriting();
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertEqualSides(1);
    }

    @Test
    void holds_a_contradiction() {
      agreed("7* 8");
      world.portal.edit(1).add(9, true);
      world.mirror.want(1, "7 8*");
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      assertThat(world.mirror.holdOf(1).orElseThrow().reason()).isEqualTo(HoldReason.CONFLICT);
      assertThat(world.portal.written()).isEmpty();
    }

    @Test
    void needs_the_guards_word_for_links_that_the_mirror_would_lose() {
      agreed("7* 8");
      world.portal.edit(1).delete(8);
      world.limits(Limits.DEFAULT.with("removed-links", "0"));
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.REFUSED);
      assertThat(world.mirror.get(1).desired()).hasToString("7* 8");
    }

    private void agreed(String links) {
      world.policy(Policy.MERGE);
      world.portal.deal(1, Links.set(links).asImage()).contacts(6, 9);
      world.mirror.want(1, links).agreedOn(1, links);
    }
  }

  @Nested
  class apply {

    @Test
    void carries_out_what_was_stored() {
      drifted(1);
      RunReport plan = world.plan();
      RunReport report = world.apply(plan.run());
      assertThat(report.run()).isEqualTo(plan.run());
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(run(plan).row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
      assertThat(run(plan).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void of_changes_that_need_no_reading_proves_first_that_the_portal_can_be_used() {
      world.portal.deal(1, "7/10/Y 8/20/N");
      world.mirror.want(1, "7*");
      long run = world.plan().run();
      world.portal.reconnect();
      assertThat(world.apply(run).traffic().requests()).isEqualTo(2);
    }

    @Test
    void does_not_do_what_was_edited_after_the_plan() {
      drifted(1);
      RunReport plan = world.plan();
      world.mirror.want(1, "9*");
      RunReport report = world.apply(plan.run());
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      assertThat(world.portal.rows(1)).isEqualTo(Links.image("7/10/Y"));
      assertThat(run(plan).row(1).status()).isEqualTo(ChangeStatus.EDITED);
      assertThat(world.mirror.get(1).edit()).isPresent();
      assertThat(world.sync().outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(world.portal.rows(1).canonical()).hasToString("9*");
    }

    @Test
    void leaves_out_what_a_person_took_out_or_paused_or_forgot() {
      for (int deal = 1; deal <= 4; deal++) {
        drifted(deal);
      }
      RunReport plan = world.plan();
      run(plan).takeOut(1);
      world.mirror.mode(2, Mode.PAUSED);
      world.mirror.forget(3);
      RunReport report = world.apply(plan.run());
      assertThat(report.plan().orElseThrow().changes()).isEqualTo(1);
      assertThat(world.portal.written()).extracting(Change::deal).containsExactly(4L);
      assertThat(run(plan).count(ChangeStatus.SKIPPED)).isEqualTo(3);
    }

    @Test
    void decides_anew_where_the_portal_has_moved() {
      drifted(1);
      RunReport plan = world.plan();
      world.portal.edit(1).add(9, true);
      world.clock.advance(Duration.ofHours(1));
      assertThat(world.apply(plan.run()).outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(world.portal.rows(1).canonical()).hasToString("7* 8");
      assertThat(run(plan).row(1).change().before().rows()).hasSize(2);
    }

    @Test
    void holds_changes_whose_contacts_or_deals_are_gone_by_now() {
      drifted(1);
      world.portal.deal(2, "").contacts(9);
      world.mirror.want(2, "9*");
      drifted(3);
      world.mirror.want(3, "7* 9");
      RunReport plan = world.plan();
      world.portal.deleteContact(8);
      world.portal.deleteDeal(2);
      RunReport report = world.apply(plan.run());
      assertThat(report.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      assertThat(report.held()).isEqualTo(2);
      assertThat(world.mirror.holdOf(1).orElseThrow().reason())
          .isEqualTo(HoldReason.CONTACT_MISSING);
      assertThat(world.mirror.holdOf(2).orElseThrow().reason()).isEqualTo(HoldReason.DEAL_MISSING);
      assertThat(run(plan).row(3).status()).isEqualTo(ChangeStatus.VERIFIED);
      assertThat(world.portal.misdeeds()).isEmpty();
    }

    private RunReport refused() {
      drifted(1);
      world.mirror.want(1, "8*");
      world.limits(Limits.DEFAULT.with("removed-links", "0"));
      return world.sync();
    }

    @Test
    void judges_a_refused_plan_again_with_its_own_limits() {
      RunReport refused = refused();
      assertThat(world.apply(refused.run()).outcome()).isEqualTo(RunOutcome.REFUSED);
      world.limits(Limits.DEFAULT);
      assertThat(world.apply(refused.run()).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    }

    @Test
    void looks_nothing_up_for_a_plan_that_the_guard_refuses() {
      RunReport refused = refused();
      int before = world.portal.lookUps().size();
      world.apply(refused.run());
      assertThat(world.portal.lookUps()).hasSize(before);
    }

    @Test
    void explains_first_what_the_same_run_left_open() {
      drifted(1);
      FakeRun died = dieAfterWriting();
      RunReport report = world.apply(died.id());
      assertThat(report.settledEarlier()).isEqualTo(1);
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(died.row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
    }

    @Test
    void of_nothing_left_is_in_sync() {
      drifted(1);
      RunReport plan = world.plan();
      run(plan).takeOut(1);
      RunReport report = world.apply(plan.run());
      assertThat(report.outcome()).isEqualTo(RunOutcome.IN_SYNC);
      assertThat(report.traffic().writes()).isZero();
    }

    @Test
    void looks_up_contacts_of_a_long_plan_page_by_page() {
      for (int deal = 1; deal <= 2501; deal++) {
        drifted(deal);
      }
      RunReport plan = world.plan();
      assertThat(world.apply(plan.run()).applied().verified()).isEqualTo(2501);
    }

    @Test
    void of_a_run_that_is_done_or_unknown_is_impossible() {
      drifted(1);
      RunReport done = world.sync();
      assertThatThrownBy(() -> world.apply(done.run())).isInstanceOf(UnknownRunException.class);
      assertThatThrownBy(() -> world.apply(99)).isInstanceOf(UnknownRunException.class);
    }
  }

  @Test
  void outcomes_and_states_have_words() {
    assertThat(RunOutcome.IN_SYNC.word()).isEqualTo("in_sync");
    assertThat(RunState.INTERRUPTED.word()).isEqualTo("interrupted");
  }

  /** Does something just before the n-th call of the portal, the first being 1. */
  private void onCall(int number, Runnable action) {
    AtomicInteger calls = new AtomicInteger();
    world.portal.beforeEachCall(
        () -> {
          if (calls.incrementAndGet() == number) {
            action.run();
          }
        });
  }

  private void drifted(long deal) {
    world.portal.deal(deal, "7/10/Y").contacts(8, 9);
    world.mirror.want(deal, "7* 8");
  }

  private void equal(long deal) {
    world.portal.deal(deal, "7/10/Y");
    world.mirror.want(deal, "7*");
  }

  /** A run whose process dies after deal 1 was written and before that was recorded. */
  private FakeRun dieAfterWriting() {
    world.leases.dieAfter(7); // open, open intents, observed, planned, totals, pending, intend
    assertThatThrownBy(world::sync).isInstanceOf(FakeLeases.Killed.class);
    world.leases.dieAfter(Integer.MAX_VALUE);
    FakeRun run = world.leases.run(1);
    assertThat(run.row(1).status()).isEqualTo(ChangeStatus.SENT);
    return run;
  }

  private FakeRun run(RunReport report) {
    return world.leases.run(report.run());
  }

  private void assertEqualSides(long deal) {
    assertThat(world.portal.rows(deal).wellFormed()).isTrue();
    assertThat(world.portal.rows(deal).canonical().sameOrder(world.mirror.get(deal).desired()))
        .isTrue();
    assertThat(world.mirror.get(deal).base())
        .isEqualTo(Optional.of(world.portal.rows(deal).canonical()));
  }
}
