package io.dealsync.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.plan.Batch;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.DealCondition;
import io.dealsync.run.Progress;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Links;
import io.dealsync.testing.Phases;
import io.dealsync.testing.World;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PullerTest {

  private static final PullScope ALL = new PullScope.All();
  private static final PullScope PIPELINE =
      new PullScope.Matching(List.of(new DealCondition("categoryId", List.of("3"))));

  private final World world = new World();
  private StopSignal stop = StopSignal.NEVER;

  private PullReport pull(PullOrder order) {
    return pull(order, Progress.NONE);
  }

  private PullReport pull(PullScope scope, Progress progress) {
    return pull(new PullOrder(scope, false, false), progress);
  }

  private PullReport pull(PullOrder order, Progress progress) {
    Puller puller =
        new Puller(
            world.mirror,
            world.portal.until(() -> stop.requested()),
            world.portal,
            world.settings(),
            progress,
            stop,
            world.clock);
    try (RunLease lease = world.leases.acquire("main", "pull")) {
      return puller.pull(lease, World.header("pull"), order);
    }
  }

  private PullReport pull(PullScope scope) {
    return pull(new PullOrder(scope, false, false));
  }

  private World deals(long count) {
    for (long deal = 1; deal <= count; deal++) {
      world.portal.deal(deal, "7/10/Y 8/20/N");
    }
    return world;
  }

  @Test
  void every_deal_comes_in_and_a_sync_then_writes_nothing() {
    deals(35);
    world.portal.deal(36, "");
    world.portal.deal(37, "9/30/Y 7/40/N");

    PullReport report = pull(ALL);

    assertThat(report.ending()).isEqualTo(PullReport.Ending.COMPLETE);
    assertThat(report.totals()).isEqualTo(new PullTotals(37, 37, 0, 0, 0, 0, 0, 72, 0));
    assertThat(world.mirror.deals()).hasSize(37);
    assertThat(world.mirror.get(37).desired()).isEqualTo(Links.set("9/30/Y 7/40/N"));
    assertThat(world.mirror.get(37).base()).contains(Links.set("9/30/Y 7/40/N"));
    assertThat(world.mirror.get(37).edit()).isEmpty();
    assertThat(world.sync().traffic().writes()).isZero();
    assertThat(world.portal.written()).isEmpty();
  }

  @Test
  void a_second_pull_leaves_agreed_deals_alone_and_tells_those_that_differ() {
    deals(3);
    pull(ALL);
    world.portal.deal(2, "9/10/Y").deal(4, "7/10/Y");

    PullReport report = pull(ALL);

    assertThat(report.ending()).isEqualTo(PullReport.Ending.INCOMPLETE);
    assertThat(report.totals()).isEqualTo(new PullTotals(4, 1, 2, 0, 1, 0, 0, 5, 0));
    assertThat(world.mirror.get(2).desired()).isEqualTo(Links.set("7* 8"));
    assertThat(world.mirror.get(2).base()).contains(Links.set("7/10/Y 8/20/N"));
    assertThat(world.leases.run(report.run()).skipped())
        .containsExactly(
            new SkippedDeal(2, "It was changed on the portal: wanted 7* 8, the portal has 9*."));
    assertThat(world.leases.run(report.run()).end().held()).isOne();
  }

  @Test
  void an_unchanged_deal_keeps_the_values_that_its_links_have_here() {
    world.portal.deal(1, "7/10/Y 8/20/N");
    world.mirror.want(1, "7/1/Y 8/2/N");
    assertThat(pull(ALL).totals().unchanged()).isOne();
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7/1/Y 8/2/N"));
  }

  @Test
  void edits_that_the_portal_does_not_have_yet_are_kept_and_listed() {
    deals(3);
    world.mirror.want(2, "8*");

    PullReport report = pull(ALL);

    assertThat(report.ending()).isEqualTo(PullReport.Ending.INCOMPLETE);
    assertThat(report.totals()).isEqualTo(new PullTotals(3, 2, 0, 0, 0, 1, 0, 4, 0));
    assertThat(world.mirror.get(2).desired()).isEqualTo(Links.set("8*"));
    assertThat(world.mirror.get(2).edit()).isPresent();
    assertThat(world.leases.run(report.run()).skipped())
        .singleElement()
        .extracting(SkippedDeal::deal)
        .isEqualTo(2L);
  }

  @Test
  void an_edit_that_the_portal_has_already_is_none_any_more() {
    deals(1);
    world.mirror.want(1, "7* 8");
    assertThat(pull(ALL).totals().unchanged()).isOne();
    assertThat(world.mirror.get(1).edit()).isEmpty();
  }

  @Test
  void a_base_that_differs_in_sort_values_becomes_what_the_portal_has() {
    deals(1);
    world.mirror.want(1, "7/1/Y 8/2/N").agreedOn(1, "7/1/Y 8/2/N");
    assertThat(world.mirror.get(1).edit()).isEmpty();

    assertThat(pull(ALL).totals().unchanged()).isOne();

    assertThat(world.mirror.get(1).base()).contains(Links.set("7/10/Y 8/20/N"));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7/1/Y 8/2/N"));
  }

  @Test
  void a_hold_ends_with_the_pull_that_finds_both_sides_equal_again() {
    deals(1);
    pull(ALL);
    world.policy(Policy.HOLD);
    world.portal.deal(1, "9/10/Y");
    world.sync();
    assertThat(world.mirror.get(1).held()).isTrue();
    world.portal.deal(1, "7/10/Y 8/20/N");

    assertThat(pull(ALL).totals().unchanged()).isOne();

    assertThat(world.mirror.get(1).held()).isFalse();
    assertThat(world.mirror.holdOf(1)).isEmpty();
  }

  @Test
  void a_deal_that_was_given_links_while_the_portal_was_read_keeps_them() {
    deals(2);
    AtomicInteger calls = new AtomicInteger();
    world.portal.beforeEachCall(
        () -> {
          if (calls.incrementAndGet() == 3) { // the highest deal, the catalog, the links
            world.mirror.want(1, "8*");
          }
        });

    PullReport report = pull(ALL);

    assertThat(report.totals()).isEqualTo(new PullTotals(2, 1, 0, 0, 0, 1, 0, 2, 0));
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("8*"));
    assertThat(world.leases.run(report.run()).skipped())
        .containsExactly(
            new SkippedDeal(
                1, "It has links here already, or was given some while the portal was read."));
  }

  @Test
  void deals_that_vanish_or_cannot_be_understood_when_they_are_read_are_told() {
    deals(3);
    world.portal.missingDealsAnswerNotFound();
    AtomicInteger calls = new AtomicInteger();
    world.portal.beforeEachCall(
        () -> {
          if (calls.incrementAndGet() == 3) { // the highest deal, the catalog, the links
            world.portal.deleteDeal(1);
            world.portal.garble(2);
          }
        });

    PullReport report = pull(ALL);

    assertThat(world.leases.run(report.run()).failed())
        .containsExactly(
            new FailedDeal(1, "The portal does not have the deal any more."),
            new FailedDeal(2, "not JSON"));
    assertThat(world.mirror.deals()).containsExactly(3L);
  }

  @Test
  void a_stop_holds_for_all_pages_that_follow() {
    deals(1);
    stop = () -> !world.mirror.deals().isEmpty();
    PullReport report = pull(new PullScope.Named(LongStream.rangeClosed(1, 5001).boxed().toList()));
    assertThat(report.ending()).isEqualTo(PullReport.Ending.INTERRUPTED);
    assertThat(report.reached()).isEqualTo(2500);
    assertThat(world.portal.readCalls()).containsExactly(List.of(1L));
  }

  @Test
  void overwrite_gives_edits_up() {
    deals(2);
    world.mirror.want(2, "8*");
    PullReport report = pull(new PullOrder(ALL, true, false));
    assertThat(report.ending()).isEqualTo(PullReport.Ending.COMPLETE);
    assertThat(world.mirror.get(2).desired()).isEqualTo(Links.set("7* 8"));
  }

  @Test
  void an_edit_made_while_the_portal_is_read_is_kept() {
    deals(1);
    world.mirror.want(1, "7* 8");
    world.portal.beforeEachCall(() -> world.mirror.want(1, "8*").editAndBack(1));

    PullReport report = pull(new PullOrder(ALL, true, false));

    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("8*"));
    assertThat(world.mirror.get(1).edit()).isPresent();
  }

  @Test
  void paused_and_add_only_deals_keep_their_desired_links() {
    deals(2);
    world.mirror.mode(1, Mode.PAUSED).mode(2, Mode.ADD_ONLY);
    assertThat(pull(new PullOrder(ALL, true, false)).totals().kept()).isEqualTo(2);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set(""));
    assertThat(world.mirror.get(2).desired()).isEqualTo(Links.set(""));
  }

  @Test
  void damaged_deals_come_in_as_they_count_and_the_next_sync_repairs_them() {
    world.portal.deal(1, "7/0/Y 8/0/Y");
    assertThat(pull(ALL).totals().damaged()).isOne();
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("7* 8"));
    world.sync();
    assertThat(world.portal.rows(1).wellFormed()).isTrue();
  }

  @Test
  void a_pull_that_was_stopped_goes_on_where_it_has_stopped() {
    deals(35);
    stop = () -> world.mirror.deals().size() >= 20;
    PullReport first = pull(ALL);
    assertThat(first.ending()).isEqualTo(PullReport.Ending.INTERRUPTED);
    assertThat(first.reached()).isEqualTo(20);
    assertThat(world.leases.run(first.run()).state()).isEqualTo(RunState.INTERRUPTED);

    stop = StopSignal.NEVER;
    PullReport second = pull(ALL);
    assertThat(second.resumedAfter()).isEqualTo(20);
    assertThat(second.totals().added()).isEqualTo(15);
    assertThat(pull(ALL).resumedAfter()).isZero();
  }

  @Test
  void a_pull_that_was_stopped_while_the_portal_was_asked_goes_on_before_that() {
    deals(35);
    world.portal.dropReadingsWhenStopped();
    stop = () -> world.portal.readCalls().size() >= 3;
    PullReport first = pull(ALL);
    assertThat(first.ending()).isEqualTo(PullReport.Ending.INTERRUPTED);
    assertThat(first.failure()).isEmpty();
    assertThat(first.reached()).isEqualTo(20);

    stop = StopSignal.NEVER;
    assertThat(pull(ALL).totals().added()).isEqualTo(15);
  }

  @Test
  void a_pull_that_was_killed_anywhere_goes_on_and_loses_nothing() {
    deals(35);
    int killed = 0;
    for (int transactions = 0; transactions < 8; transactions++) {
      world.leases.dieAfter(transactions);
      try {
        pull(ALL);
      } catch (FakeLeases.Killed dead) {
        killed++;
      }
    }
    assertThat(killed).isGreaterThan(4);
    world.leases.dieAfter(Integer.MAX_VALUE);
    pull(ALL);
    assertThat(world.mirror.deals()).hasSize(35);
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void from_the_start_begins_anew_and_another_scope_does_too() {
    deals(35);
    stop = () -> world.mirror.deals().size() >= 20;
    pull(ALL);
    stop = StopSignal.NEVER;
    assertThat(pull(PIPELINE).resumedAfter()).isZero();
    assertThat(pull(new PullOrder(ALL, true, false)).resumedAfter()).isZero();
    assertThat(pull(new PullOrder(ALL, false, true)).resumedAfter()).isZero();
  }

  @Test
  void named_deals_that_the_portal_does_not_list_are_told() {
    deals(3);
    world.portal.deny(2);
    PullReport report = pull(new PullScope.Named(List.of(3L, 2L, 99L, 3L)));
    assertThat(report.totals()).isEqualTo(new PullTotals(3, 1, 0, 0, 0, 0, 2, 2, 0));
    assertThat(world.leases.run(report.run()).failed())
        .extracting(FailedDeal::deal)
        .containsExactly(2L, 99L);
    assertThat(world.mirror.deals()).containsExactly(3L);
  }

  @Test
  void what_a_dead_run_left_open_is_explained_before_anything_is_taken() {
    world.portal.deal(1, "7/10/Y").contacts(8);
    world.mirror.want(1, "7* 8");
    world.leases.dieAfter(7); // open, open intents, observed, planned, totals, pending, intend
    assertThatThrownBy(world::sync).isInstanceOf(FakeLeases.Killed.class);
    world.leases.dieAfter(Integer.MAX_VALUE);

    PullReport report = pull(ALL);

    assertThat(report.settledEarlier()).isEqualTo(1);
    assertThat(least(2)).isEqualTo(4); // settling, the highest deal, the catalog, the links
    FakeRun died = world.leases.run(1);
    assertThat(died.row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
    assertThat(report.totals().unchanged()).isEqualTo(1);
  }

  @Test
  void named_deals_that_are_templates_are_told_as_such() {
    deals(3);
    world.portal.makeTemplate(2);
    PullReport report = pull(new PullScope.Named(List.of(1L, 2L, 3L)));
    assertThat(world.leases.run(report.run()).failed())
        .containsExactly(
            new FailedDeal(2, "It is a template for recurring deals, and those are left alone."));
    assertThat(world.mirror.deals()).containsExactly(1L, 3L);
  }

  @Test
  void a_portal_that_breaks_down_ends_the_run_and_the_next_one_goes_on() {
    deals(35);
    world.portal.failAfter(3, FakePortal.unreachable());
    PullReport report = pull(ALL);
    assertThat(report.ending()).isEqualTo(PullReport.Ending.FAILED);
    assertThat(report.reached()).isEqualTo(10);
    assertThat(world.leases.run(report.run()).end().explanation()).contains("does not answer");
    world.portal.heal();
    assertThat(pull(ALL).totals().added()).isEqualTo(25);
  }

  @Test
  void a_filter_is_passed_on_and_its_deals_come_in() {
    deals(3);
    assertThat(pull(PIPELINE).totals().added()).isEqualTo(3);
    assertThat(totals(1).everything()).isFalse();
  }

  @Test
  void an_empty_portal_is_greeted_nevertheless() {
    PullReport report = pull(ALL);
    assertThat(report.ending()).isEqualTo(PullReport.Ending.COMPLETE);
    assertThat(report.traffic().requests()).isEqualTo(2); // the highest deal, the catalog
    world.portal.reconnect();
    assertThat(pull(new PullScope.Named(List.of())).traffic().requests()).isEqualTo(1);
  }

  @Test
  void the_run_says_how_it_ended() {
    deals(35);
    stop = () -> world.mirror.deals().size() >= 20;
    pull(ALL);
    stop = StopSignal.NEVER;
    world.portal.deny(35);
    pull(ALL);
    pull(ALL);

    assertThat(ended(1)).isEqualTo("interrupted: It was asked to stop after deal 20.");
    assertThat(ended(2))
        .isEqualTo("incomplete: It went on after deal 20, where an earlier pull had stopped.");
    assertThat(ended(3)).isEqualTo("incomplete: ");
    assertThat(world.leases.run(2).state()).isEqualTo(RunState.DONE);
  }

  private String ended(long run) {
    RunEnd end = world.leases.run(run).end();
    return end.outcome() + ": " + end.explanation();
  }

  private PlanTotals totals(long run) {
    return world.leases.run(run).totals().orElseThrow();
  }

  @Test
  void the_run_has_the_numbers_of_a_plan_that_writes_nothing() {
    deals(4);
    pull(ALL);
    world.portal.deal(2, "9/10/Y").deal(5, "7/10/Y").deny(3);
    world.mirror.want(4, "8*");

    assertThat(pull(ALL).ending()).isEqualTo(PullReport.Ending.INCOMPLETE);

    assertThat(totals(2))
        .isEqualTo(
            new PlanTotals(ManagedDeals.mirrored(5), 5, 2, 0, 2, 1, 0, 0, 0, 6, 6, 7, 0, true));
  }

  @Test
  void what_is_kept_is_told_with_what_the_portal_has() {
    deals(3);
    world.mirror.mode(1, Mode.PAUSED).mode(2, Mode.ADD_ONLY).want(3, "8*");
    PullReport report = pull(ALL);
    assertThat(world.leases.run(report.run()).skipped())
        .containsExactly(
            new SkippedDeal(1, "It is paused: its desired links stay as they are."),
            new SkippedDeal(2, "It is in mode add_only: its desired links stay as they are."),
            new SkippedDeal(
                3,
                "It was edited, and the portal does not have the edit yet: wanted 8*, the portal"
                    + " has 7* 8."));
    assertThat(world.leases.run(report.run()).observed())
        .extracting(DealObservation::deal)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void what_was_edited_meanwhile_is_told() {
    deals(2);
    world.portal.beforeEachCall(() -> world.mirror.want(1, "8*"));
    PullReport report = pull(ALL);
    assertThat(world.leases.run(report.run()).skipped())
        .containsExactly(
            new SkippedDeal(
                1,
                "It was edited, and the portal does not have the edit yet: wanted 8*, the portal"
                    + " has 7* 8."));
    assertThat(report.totals()).isEqualTo(new PullTotals(2, 1, 0, 0, 0, 1, 0, 2, 0));
  }

  @Test
  void progress_is_counted_in_ids() {
    deals(35);
    stop = () -> world.mirror.deals().size() >= 20;
    Phases first = new Phases();
    pull(ALL, first);
    stop = StopSignal.NEVER;
    Phases second = new Phases();
    pull(ALL, second);
    Phases named = new Phases();
    pull(new PullScope.Named(List.of(3L, 9L, 99L)), named);

    assertThat(first.told()).containsExactly("PULL 35 +10 +10");
    assertThat(second.told()).containsExactly("PULL 15 +10 +5");
    assertThat(named.told()).containsExactly("PULL 99 +99");
  }

  @Test
  void after_the_signal_the_portal_is_asked_no_more() {
    deals(35);
    stop = () -> world.mirror.deals().size() >= 20;
    AtomicInteger calls = new AtomicInteger();
    world.portal.beforeEachCall(calls::incrementAndGet);
    pull(ALL);
    assertThat(world.portal.readCalls()).hasSize(2);
    assertThat(calls).hasValue(4); // the highest deal, the catalog, two pages
  }

  @Test
  void named_deals_of_which_none_is_there_are_told_too() {
    PullReport report = pull(new PullScope.Named(List.of(99L)));
    assertThat(report.totals().failed()).isOne();
    assertThat(report.reached()).isEqualTo(99);
    assertThat(world.portal.readCalls()).containsExactly(List.of());
  }

  @Test
  void many_named_deals_go_on_where_they_stopped() {
    deals(2501);
    PullScope all = new PullScope.Named(LongStream.rangeClosed(1, 2501).boxed().toList());
    stop = () -> !world.mirror.deals().isEmpty();
    assertThat(pull(all).reached()).isEqualTo(2500);
    stop = StopSignal.NEVER;
    Phases phases = new Phases();
    PullReport second = pull(all, phases);
    assertThat(second.resumedAfter()).isEqualTo(2500);
    assertThat(second.totals()).isEqualTo(new PullTotals(1, 1, 0, 0, 0, 0, 0, 2, 0));
    assertThat(phases.told()).containsExactly("PULL 1 +1");
  }

  @Test
  void the_least_requests_are_full_ones_but_one_for_each_step() {
    deals(3);
    pull(ALL);
    pull(new PullScope.Named(List.of(1L)));
    deals(400);
    PullReport large = pull(ALL);
    assertThat(least(1)).isEqualTo(3); // the highest deal, the catalog, the links
    assertThat(least(2)).isEqualTo(2); // whether it exists, its links
    assertThat(least(3)).isEqualTo(Batch.requests(large.traffic().calls())).isGreaterThan(8);
  }

  private long least(long run) {
    return world.leases.run(run).end().leastRequests();
  }

  @Test
  void a_defect_is_recorded_before_it_is_thrown() {
    deals(1);
    world.portal.beforeEachCall(
        () -> {
          throw new IllegalStateException("a defect");
        });
    assertThatThrownBy(() -> pull(ALL)).hasMessage("a defect");
    assertThat(ended(1)).isEqualTo("failed: a defect");
    assertThat(world.leases.run(1).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_defect_that_cannot_be_recorded_is_thrown_all_the_same() {
    deals(1);
    world.portal.beforeEachCall(
        () -> {
          world.leases.dieAfter(0);
          throw new IllegalStateException("a defect");
        });
    assertThatThrownBy(() -> pull(ALL))
        .hasMessage("a defect")
        .satisfies(
            defect ->
                assertThat(defect.getSuppressed())
                    .hasOnlyElementsOfType(FakeLeases.Killed.class)
                    .hasSize(1));
  }
}
