package io.dealsync.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.desired.Mode;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.portal.DealCondition;
import io.dealsync.run.Progress;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Links;
import io.dealsync.testing.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullerTest {

  private static final PullScope ALL = new PullScope.All();

  private final World world = new World();
  private StopSignal stop = StopSignal.NEVER;

  private PullReport pull(PullOrder order) {
    Puller puller =
        new Puller(
            world.mirror,
            world.portal.until(() -> stop.requested()),
            world.portal,
            world.settings().comparison(),
            Progress.NONE,
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
    assertThat(report.totals()).isEqualTo(new PullTotals(37, 37, 0, 0, 0, 0, 72, 0));
    assertThat(world.mirror.deals()).hasSize(37);
    assertThat(world.mirror.get(37).desired()).isEqualTo(Links.set("9/30/Y 7/40/N"));
    assertThat(world.mirror.get(37).base()).contains(Links.set("9/30/Y 7/40/N"));
    assertThat(world.mirror.get(37).edit()).isEmpty();
    assertThat(world.sync().traffic().writes()).isZero();
    assertThat(world.portal.written()).isEmpty();
  }

  @Test
  void a_second_pull_refreshes_what_was_changed_on_the_portal() {
    deals(3);
    pull(ALL);
    world.portal.deal(2, "9/10/Y");

    assertThat(pull(ALL).totals()).isEqualTo(new PullTotals(3, 0, 2, 1, 0, 0, 5, 0));
    assertThat(world.mirror.get(2).desired()).isEqualTo(Links.set("9/10/Y"));
  }

  @Test
  void edits_that_the_portal_does_not_have_yet_are_kept_and_listed() {
    deals(3);
    world.mirror.want(2, "8*");

    PullReport report = pull(ALL);

    assertThat(report.ending()).isEqualTo(PullReport.Ending.INCOMPLETE);
    assertThat(report.totals()).isEqualTo(new PullTotals(3, 2, 0, 0, 1, 0, 4, 0));
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
    world.portal.beforeEachCall(() -> world.mirror.want(1, "8*"));

    PullReport report = pull(new PullOrder(ALL, true, false));

    assertThat(report.totals().kept()).isOne();
    assertThat(world.mirror.get(1).desired()).isEqualTo(Links.set("8*"));
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
    PullScope others =
        new PullScope.Matching(List.of(new DealCondition("categoryId", List.of("3"))));
    assertThat(pull(others).resumedAfter()).isZero();
    assertThat(pull(new PullOrder(ALL, true, false)).resumedAfter()).isZero();
    assertThat(pull(new PullOrder(ALL, false, true)).resumedAfter()).isZero();
  }

  @Test
  void named_deals_that_the_portal_does_not_list_are_told() {
    deals(3);
    world.portal.deny(2);
    PullReport report = pull(new PullScope.Named(List.of(3L, 2L, 99L, 3L)));
    assertThat(report.totals()).isEqualTo(new PullTotals(3, 1, 0, 0, 0, 2, 2, 0));
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
  void the_same_deals_have_the_same_scope_whatever_their_order() {
    assertThat(new PullScope.Named(List.of(3L, 1L)).text())
        .isEqualTo(new PullScope.Named(List.of(1L, 3L, 3L)).text())
        .isNotEqualTo(new PullScope.Named(List.of(1L, 4L)).text());
  }
}
