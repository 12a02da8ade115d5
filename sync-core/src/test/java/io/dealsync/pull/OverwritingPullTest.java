package io.dealsync.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.guard.Limit;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Progress;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull that lets managed deals want what the portal has: guarded, journalled and undoable. */
class OverwritingPullTest {

  private static final PullScope ALL = new PullScope.All();

  private final World world = new World().limits(Limits.DEFAULT);
  private StopSignal stop = StopSignal.NEVER;

  private PullReport pull(boolean overwrite) {
    return pull(ALL, overwrite);
  }

  private PullReport pull(PullScope scope, boolean overwrite) {
    Puller puller =
        new Puller(
            world.mirror,
            world.portal.until(() -> stop.requested()),
            world.portal,
            world.settings(),
            Progress.NONE,
            stop,
            world.clock);
    try (RunLease lease = world.leases.acquire("main", "pull")) {
      return puller.pull(lease, World.header("pull"), new PullOrder(scope, overwrite, false));
    }
  }

  private void agreed(long count) {
    for (long deal = 1; deal <= count; deal++) {
      world.portal.deal(deal, "7/10/Y 8/20/N");
    }
    pull(false);
  }

  private void portalIsEmptied(long first, long last) {
    for (long deal = first; deal <= last; deal++) {
      world.portal.deal(deal, "");
    }
  }

  private List<Limit> refusedBy(PullReport report) {
    return report.refusals().stream().map(Refusal::limit).toList();
  }

  @Test
  void a_portal_that_was_emptied_reaches_the_mirror_only_with_overwrite_and_allowance() {
    agreed(35);
    portalIsEmptied(1, 35);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.REFUSED);

    PullReport second = pull(false);
    assertThat(second.ending()).isEqualTo(PullReport.Ending.INCOMPLETE);
    assertThat(second.totals().differing()).isEqualTo(35);
    assertThatTheMirrorIsAsItWas();

    PullReport refused = pull(true);
    assertThat(refused.ending()).isEqualTo(PullReport.Ending.REFUSED);
    assertThat(refusedBy(refused))
        .containsExactly(Limit.CHANGED_PERCENT, Limit.EMPTIED_PERCENT, Limit.EMPTY_PORTAL);
    assertThat(world.leases.run(refused.run()).state()).isEqualTo(RunState.REFUSED);
    assertThatTheMirrorIsAsItWas();

    world.limits(World.NO_LIMITS);
    PullReport done = pull(true);
    assertThat(done.ending()).isEqualTo(PullReport.Ending.COMPLETE);
    assertThat(done.totals().refreshed()).isEqualTo(35);
    assertThat(world.mirror.get(7).desired()).isEqualTo(Links.set(""));
    assertThat(world.mirror.get(7).base()).contains(Links.set(""));
    assertThat(world.leases.run(done.run()).row(7).agreed()).contains(Links.set("7* 8"));

    assertThat(world.undo(done.run(), false).outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThatTheMirrorIsAsItWas();
    assertThat(world.portal.written()).isEmpty();
    world.limits(Limits.DEFAULT);
    assertThat(world.sync().outcome()).isEqualTo(RunOutcome.REFUSED);
  }

  private void assertThatTheMirrorIsAsItWas() {
    for (long deal = 1; deal <= 35; deal++) {
      assertThat(world.mirror.get(deal).desired()).isEqualTo(Links.set("7/10/Y 8/20/N"));
      assertThat(world.mirror.get(deal).base()).contains(Links.set("7/10/Y 8/20/N"));
      assertThat(world.mirror.get(deal).edit()).isEmpty();
    }
  }

  @Test
  void the_guard_counts_over_all_pages_and_nothing_changes_before_it_has() {
    agreed(35);
    portalIsEmptied(30, 35);
    PullReport refused = pull(true);
    assertThat(refusedBy(refused)).containsExactly(Limit.EMPTIED_PERCENT);
    assertThat(refused.refusals().get(0).arithmetic()).contains("6 of 35");
    assertThatTheMirrorIsAsItWas();
  }

  @Test
  void removed_links_are_counted_too() {
    agreed(35);
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y");
    world.limits(Limits.DEFAULT.with("removed-links", "1"));
    assertThat(refusedBy(pull(true))).containsExactly(Limit.REMOVED_LINKS);
  }

  @Test
  void new_deals_come_in_whatever_the_guard_says_of_the_others() {
    agreed(35);
    portalIsEmptied(1, 35);
    world.portal.deal(36, "9/10/Y");
    assertThat(pull(true).totals()).isEqualTo(new PullTotals(36, 1, 0, 0, 35, 0, 0, 1, 0));
    assertThat(world.mirror.get(36).desired()).isEqualTo(Links.set("9/10/Y"));
  }

  @Test
  void within_the_limits_deals_are_refreshed_and_a_sync_then_writes_nothing() {
    agreed(35);
    world.portal.deal(3, "9/10/Y");
    PullReport report = pull(true);
    assertThat(report.totals()).isEqualTo(new PullTotals(35, 0, 34, 1, 0, 0, 0, 69, 0));
    assertThat(report.ending()).isEqualTo(PullReport.Ending.COMPLETE);
    assertThat(world.sync().traffic().writes()).isZero();
  }

  @Test
  void a_refused_pull_is_carried_out_by_apply() {
    agreed(35);
    portalIsEmptied(1, 35);
    long refused = pull(true).run();
    world.limits(World.NO_LIMITS);
    RunReport applied = world.apply(refused);
    assertThat(applied.outcome()).isEqualTo(RunOutcome.IN_SYNC);
    assertThat(world.mirror.get(7).desired()).isEqualTo(Links.set(""));
    assertThat(world.portal.written()).isEmpty();
  }

  @Test
  void undo_makes_an_overwritten_edit_an_edit_again() {
    agreed(35);
    world.mirror.want(3, "8*");
    PullReport done = pull(true);
    assertThat(world.mirror.get(3).desired()).isEqualTo(Links.set("7/10/Y 8/20/N"));

    world.undo(done.run(), false);

    assertThat(world.mirror.get(3).desired()).isEqualTo(Links.set("8*"));
    assertThat(world.mirror.get(3).base()).contains(Links.set("7/10/Y 8/20/N"));
    assertThat(world.mirror.get(3).edit()).isPresent();
  }

  @Test
  void undo_of_a_deal_that_had_never_been_agreed_on_leaves_it_so() {
    world.portal.deal(1, "7/10/Y 8/20/N");
    world.mirror.want(1, "8*");
    PullReport done = pull(true);
    world.undo(done.run(), false);
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("8*"));
    assertThat(world.mirror.get(1).base()).isEmpty();
    assertThat(world.mirror.get(1).edit()).isPresent();
  }

  @Test
  void what_was_read_too_long_ago_is_read_again_and_taken_as_it_is_then() {
    agreed(35);
    world.portal.deal(3, "9/10/Y").contacts(6);
    world.recheckAfter(Duration.ZERO);
    world.leases.whenPlanned(
        run -> {
          world.clock.advance(Duration.ofSeconds(1));
          world.portal.edit(3).add(6, false);
        });
    assertThat(pull(true).totals().refreshed()).isOne();
    assertThat(world.mirror.get(3).desired().contacts()).containsExactly(9L, 6L);
    assertThat(world.mirror.get(3).base()).contains(world.mirror.get(3).desired());
  }

  @Test
  void what_is_read_again_stays_within_what_the_guard_has_passed() {
    agreed(35);
    world.portal.deal(3, "9/10/Y");
    world.recheckAfter(Duration.ZERO);
    world.limits(Limits.DEFAULT.with("emptied-percent", "0"));
    world.leases.whenPlanned(
        run -> {
          world.clock.advance(Duration.ofSeconds(1));
          world.portal.deal(3, "");
        });
    PullReport report = pull(true);
    assertThat(report.totals().kept()).isOne();
    assertThat(report.ending()).isEqualTo(PullReport.Ending.INCOMPLETE);
    assertThat(world.mirror.get(3).desired()).isEqualTo(Links.set("7/10/Y 8/20/N"));
    assertThat(world.mirror.holdOf(3).orElseThrow().detail()).contains("exceeds what it passed");
  }

  @Test
  void a_deal_that_cannot_be_read_again_stays_as_it_is() {
    agreed(35);
    world.portal.deal(3, "9/10/Y");
    world.recheckAfter(Duration.ZERO);
    world.leases.whenPlanned(
        run -> {
          world.clock.advance(Duration.ofSeconds(1));
          world.portal.garble(3);
        });
    assertThat(pull(true).totals().failed()).isOne();
    assertThat(world.mirror.get(3).desired()).isEqualTo(Links.set("7/10/Y 8/20/N"));
  }

  @Test
  void a_deal_that_is_gone_or_hidden_when_read_again_stays_as_it_is() {
    agreed(35);
    world.portal.deal(3, "9/10/Y").deal(4, "9/10/Y");
    world.recheckAfter(Duration.ZERO);
    world.portal.missingDealsAnswerNotFound();
    world.leases.whenPlanned(
        run -> {
          world.clock.advance(Duration.ofSeconds(1));
          world.portal.deleteDeal(3);
          world.portal.deny(4);
        });

    PullReport report = pull(true);

    assertThat(report.totals().failed()).isEqualTo(2);
    assertThat(world.leases.run(report.run()).row(3).outcome())
        .contains(new Outcome.Failed("The portal does not have the deal any more."));
    assertThat(world.leases.run(report.run()).row(4).outcome())
        .contains(new Outcome.Failed("Access denied!"));
    assertThatTheMirrorIsAsItWas();
  }

  @ParameterizedTest
  @ValueSource(longs = {499, 500, 501})
  void as_many_deals_as_differ_are_refreshed_page_by_page(long deals) {
    world.limits(World.NO_LIMITS);
    agreed(deals);
    portalIsEmptied(1, deals);
    assertThat(pull(true).totals().refreshed()).isEqualTo(deals);
  }

  @Test
  void a_stop_between_two_pages_leaves_the_second_to_the_next_pull() {
    world.limits(World.NO_LIMITS);
    agreed(501);
    portalIsEmptied(1, 501);
    AtomicBoolean asked = new AtomicBoolean();
    stop = asked::get;
    world.leases.whenPlanned(run -> asked.set(true));

    PullReport stopped = pull(true);

    assertThat(stopped.ending()).isEqualTo(PullReport.Ending.INTERRUPTED);
    assertThat(stopped.totals().refreshed()).isEqualTo(500);
    assertThat(world.mirror.get(501).desired()).isEqualTo(Links.set("7/10/Y 8/20/N"));
  }

  @Test
  void a_stop_that_comes_when_everything_is_done_interrupts_nothing() {
    agreed(35);
    world.portal.deal(3, "9/10/Y");
    AtomicBoolean asked = new AtomicBoolean();
    stop = asked::get;
    world.leases.whenPlanned(run -> asked.set(true));
    PullReport report = pull(true);
    assertThat(report.ending()).isEqualTo(PullReport.Ending.COMPLETE);
    assertThat(report.totals().refreshed()).isOne();
  }

  @Test
  void a_stop_while_deals_are_read_again_is_no_failure() {
    agreed(35);
    world.portal.deal(3, "9/10/Y");
    world.portal.dropReadingsWhenStopped();
    world.recheckAfter(Duration.ZERO);
    AtomicBoolean asked = new AtomicBoolean();
    stop = asked::get;
    world.leases.whenPlanned(
        run -> {
          world.clock.advance(Duration.ofSeconds(1));
          asked.set(true);
        });
    PullReport report = pull(true);
    assertThat(report.ending()).isEqualTo(PullReport.Ending.INTERRUPTED);
    assertThat(report.failure()).isEmpty();
    assertThatTheMirrorIsAsItWas();
  }

  @Test
  void a_damaged_deal_is_taken_as_it_counts_and_the_portal_is_not_written() {
    agreed(35);
    world.portal.deal(3, "9/0/Y 6/0/Y");
    PullReport report = pull(true);
    assertThat(report.totals().refreshed()).isOne();
    assertThat(report.totals().damaged()).isOne();
    assertThat(world.portal.written()).isEmpty();
    world.undo(report.run(), false);
    assertThat(world.portal.written()).isEmpty();
    assertThat(world.mirror.get(3).desired()).isEqualTo(Links.set("7/10/Y 8/20/N"));
  }

  @Test
  void half_a_plan_is_never_carried_out() {
    agreed(35);
    portalIsEmptied(1, 2);
    int pages = world.portal.readCalls().size();
    stop = () -> world.portal.readCalls().size() > pages;
    PullReport stopped = pull(true);
    assertThat(stopped.ending()).isEqualTo(PullReport.Ending.INTERRUPTED);
    assertThat(world.leases.run(stopped.run()).totals()).isEmpty();
    assertThatTheMirrorIsAsItWas();

    stop = StopSignal.NEVER;
    PullReport whole = pull(true);
    assertThat(whole.resumedAfter()).isZero();
    assertThat(whole.totals().refreshed()).isEqualTo(2);
  }

  @Test
  void a_portal_that_breaks_down_while_it_is_read_leaves_the_mirror_as_it_was() {
    agreed(35);
    portalIsEmptied(1, 2);
    world.portal.failAfter(3, FakePortal.unreachable());
    assertThat(pull(true).ending()).isEqualTo(PullReport.Ending.FAILED);
    assertThatTheMirrorIsAsItWas();
  }

  @Test
  void a_pull_that_was_killed_anywhere_is_done_by_the_next_one_and_can_be_undone() {
    for (int transactions = 0; transactions < 16; transactions++) {
      World other = killed(transactions);
      PullReport next = pullOf(other);
      assertThat(next.ending())
          .as("killed at %d", transactions)
          .isEqualTo(PullReport.Ending.COMPLETE);
      assertThat(other.mirror.get(3).desired()).isEqualTo(Links.set("9/10/Y"));
      assertThat(other.sync().traffic().writes()).isZero();
      assertThat(other.portal.written()).isEmpty();
    }
  }

  private static World killed(int transactions) {
    World world = new World();
    for (long deal = 1; deal <= 12; deal++) {
      world.portal.deal(deal, "7/10/Y 8/20/N");
    }
    pullOf(world);
    world.portal.deal(3, "9/10/Y").deal(11, "");
    world.leases.dieAfter(transactions);
    try {
      pullOf(world);
    } catch (FakeLeases.Killed dead) {
      world.leases.releaseAll();
    }
    world.leases.dieAfter(Integer.MAX_VALUE);
    return world;
  }

  private static PullReport pullOf(World world) {
    Puller puller =
        new Puller(
            world.mirror,
            world.portal,
            world.portal,
            world.settings(),
            Progress.NONE,
            StopSignal.NEVER,
            world.clock);
    try (RunLease lease = world.leases.acquire("main", "pull")) {
      return puller.pull(lease, World.header("pull"), new PullOrder(ALL, true, false));
    }
  }

  @Test
  void undo_lets_go_of_deals_that_the_pull_took_in_but_for_those_edited_since() {
    world.mirror.want(40, "7*");
    agreed(35);
    world.mirror.want(3, "8*");

    RunReport undone = world.limits(World.NO_LIMITS).undo(1, false);

    assertThat(undone.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.mirror.deals()).containsExactly(3L, 40L);
    assertThat(world.mirror.get(3).desired()).isEqualTo(Links.set("8*"));
    assertThat(undone.plan().orElseThrow().removedLinks()).isZero();
    assertThat(world.portal.written()).isEmpty();
  }

  @Test
  void undo_of_letting_go_leaves_deals_alone_that_were_taken_in_again() {
    world.portal.deal(4, "");
    agreed(3);
    long letGo = world.limits(World.NO_LIMITS).undo(1, false).run();
    assertThat(world.mirror.deals()).isEmpty();
    pull(false);

    world.undo(letGo, false);

    assertThat(world.mirror.deals()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(world.mirror.get(2).desired()).isEqualTo(Links.set("7/10/Y 8/20/N"));
    assertThat(world.mirror.get(2).base()).contains(Links.set("7/10/Y 8/20/N"));
    assertThat(world.mirror.get(2).edit()).isEmpty();
    assertThat(world.mirror.get(4).base()).contains(Links.set(""));
    assertThat(world.mirror.get(4).edit()).isEmpty();
    assertThat(world.portal.written()).isEmpty();
  }

  @Test
  void every_refreshed_deal_is_a_row_of_the_run() {
    agreed(35);
    world.portal.deal(3, "9/10/Y");
    long run = pull(true).run();
    assertThat(world.leases.run(run).count(ChangeStatus.VERIFIED)).isOne();
    assertThat(world.leases.run(run).row(3).change().adoption().orElseThrow().from())
        .isEqualTo(Links.set("7/10/Y 8/20/N"));
  }
}
