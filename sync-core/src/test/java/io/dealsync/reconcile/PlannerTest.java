package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.FirstSight;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.PortalFailure;
import io.dealsync.run.StopSignal;
import io.dealsync.testing.FakeJournal;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Links;
import io.dealsync.testing.Phases;
import io.dealsync.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

  private final World world = new World();
  private final Phases progress = new Phases();
  private StopSignal stop = StopSignal.NEVER;
  private FakeRun run;

  @Test
  void a_plan_has_one_change_per_drifted_deal_in_order_of_deals() {
    world.portal.deal(3, "7/10/Y").deal(1, "7/10/Y").deal(2, "7/10/Y").contacts(8);
    world.mirror.want(3, "7* 8").want(1, "").want(2, "7*");
    plan();
    assertThat(run.changes())
        .containsExactly(
            new Change(
                1,
                Mode.MIRROR,
                Policy.MIRROR_WINS,
                Links.image("7/10/Y"),
                Links.set(""),
                new Method.ClearAll(),
                world.clock.instant(),
                OptionalLong.of(2)),
            new Change(
                3,
                Mode.MIRROR,
                Policy.MIRROR_WINS,
                Links.image("7/10/Y"),
                Links.set("7* 8"),
                new Method.Add(List.of(Links.row("8/20/N"))),
                world.clock.instant(),
                OptionalLong.of(1)));
    assertThat(world.portal.written()).isEmpty();
  }

  @Test
  void a_plan_counts_everything_that_the_guard_asks_for() {
    world.portal.contacts(8, 9);
    world.portal.deal(1, "7/10/Y 8/20/N").deal(2, "7/10/Y").deal(3, "7/10/Y").deal(4, "7/10/Y");
    world.portal.deal(6, "7/10/Y").garble(4);
    world.mirror.want(1, "").want(2, "9*").want(3, "7*").want(4, "7*").want(5, "7*");
    world.mirror.want(6, "8*").mode(6, Mode.PAUSED);
    world.mirror.agreedOn(2, "7* 8");
    assertThat(plan())
        .isEqualTo(
            new PlanTotals(new ManagedDeals(6, 1, 0, 6), 5, 1, 2, 1, 1, 1, 1, 3, 4, 4, 2, 0, true))
        .isEqualTo(run.totals().orElseThrow());
  }

  @Test
  void a_part_of_a_mirror_that_became_empty_knows_it_of_the_whole() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y 8/20/N");
    world.mirror.want(1, "").agreedOn(1, "7*").want(2, "").agreedOn(2, "7* 8");
    assertThat(world.plan(new Selection.Deals(List.of(1L))).plan().orElseThrow().lostLinks())
        .isEqualTo(3);
    world.mirror.want(2, "7*");
    assertThat(world.plan(new Selection.Deals(List.of(1L))).plan().orElseThrow().lostLinks())
        .isZero();
  }

  @Test
  void a_mirror_whose_deals_agreed_on_no_contacts_lost_nothing() {
    world.portal.deal(1, "").deal(2, "7/10/Y");
    world.mirror.want(1, "").agreedOn(1, "").want(2, "").agreedOn(2, "7*");
    assertThat(world.plan(new Selection.Deals(List.of(1L))).plan().orElseThrow().lostLinks())
        .isZero();
  }

  @Test
  void the_same_inputs_give_the_same_plan() {
    for (int deal = 1; deal <= 50; deal++) {
      world.portal.deal(deal, deal % 3 == 0 ? "7/10/Y 8/20/Y" : "7/10/Y 8/20/N");
      world.mirror.want(deal, deal % 2 == 0 ? "8* 7" : "7* 9");
    }
    world.portal.contacts(9);
    plan();
    FakeRun first = run;
    plan();
    assertThat(run.changes()).isEqualTo(first.changes());
    assertThat(run.totals()).isEqualTo(first.totals());
  }

  @Test
  void deals_that_cannot_be_judged_do_not_stop_the_others() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y").deal(3, "7/10/Y").deal(4, "7/10/Y");
    world.portal.contacts(8).garble(1);
    world.portal.deny(2);
    world.mirror.want(1, "8*").want(2, "8*").want(3, "7* 8").want(4, "99*").want(5, "8*");
    plan();
    assertThat(run.changes()).extracting(Change::deal).containsExactly(3L);
    assertThat(run.failed())
        .containsExactly(new FailedDeal(1, "The deal could not be read: not JSON"));
    assertThat(run.held())
        .extracting(HeldDeal::deal, HeldDeal::reason)
        .containsExactly(
            tuple(2L, HoldReason.DEAL_DENIED),
            tuple(4L, HoldReason.CONTACT_MISSING),
            tuple(5L, HoldReason.DEAL_MISSING));
  }

  @Test
  void every_answer_of_the_portal_is_remembered() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y");
    world.portal.deny(2);
    world.mirror.want(1, "7*").want(2, "7*");
    plan();
    assertThat(run.observed()).hasSize(2);
  }

  @Test
  void an_agreement_is_recorded_when_it_is_news() {
    world.portal.deal(1, "7/1/Y");
    world.mirror.want(1, "7*");
    plan();
    assertThat(world.mirror.get(1).base()).contains(Links.set("7/1/Y"));
    assertThat(world.mirror.get(1).edit()).isEmpty();
  }

  @Test
  void an_agreement_that_is_no_news_costs_no_transaction() {
    world.portal.deal(1, "7/1/Y");
    world.mirror.want(1, "7*").agreedOn(1, "7/1/Y");
    FakeJournal journal = open();
    world.leases.dieAfter(2); // observed, totals
    assertThat(planner(journal).plan(new Selection.All()).inSync()).isEqualTo(1);
  }

  @Test
  void an_agreement_covers_an_edit_that_changed_nothing() {
    world.portal.deal(1, "7/10/Y");
    world.mirror.want(1, "7*").agreedOn(1, "7*").want(1, "7*");
    plan();
    assertThat(world.mirror.get(1).edit()).isEmpty();
  }

  @Test
  void an_agreement_moves_the_base_to_new_sort_values() {
    world.portal.deal(1, "7/5/Y");
    world.mirror.want(1, "7*").agreedOn(1, "7/1/Y");
    plan();
    assertThat(world.mirror.get(1).base()).contains(Links.set("7/5/Y"));
  }

  @Test
  void an_agreement_lifts_a_hold() {
    world.portal.deal(1, "7/10/Y");
    world.portal.deny(1);
    world.mirror.want(1, "7*").agreedOn(1, "7*");
    plan();
    assertThat(world.mirror.holdOf(1)).isPresent();
    world.portal.heal();
    plan();
    assertThat(world.mirror.holdOf(1)).isEmpty();
  }

  @Test
  void only_selected_deals_are_read() {
    world.portal.deal(1, "7/10/Y").deal(2, "7/10/Y").deal(3, "7/10/Y");
    world.mirror.want(1, "7*").want(2, "7*").want(3, "7*").agreedOn(1, "7*");
    assertThat(plan(new Selection.Edited()).everything()).isFalse();
    assertThat(world.portal.readCalls()).containsExactly(List.of(2L, 3L));
    assertThat(plan(new Selection.Deals(List.of(3L, 1L))).considered()).isEqualTo(2);
    assertThat(world.portal.readCalls().get(1)).containsExactly(1L, 3L);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "1, 1, 1", "2499, 1, 1", "2500, 2, 1", "2501, 2, 2", "5000, 3, 2"})
  void deals_are_read_page_by_page(int deals, int pages, int reads) {
    for (int deal = 1; deal <= deals; deal++) {
      world.portal.deal(deal, "7/10/Y");
      world.mirror.want(deal, "7*").agreedOn(deal, "7*");
    }
    assertThat(plan().inSync()).isEqualTo(deals);
    assertThat(world.mirror.pages()).hasSize(pages);
    assertThat(world.portal.readCalls()).hasSize(reads);
  }

  @Test
  void lookups_wait_until_a_request_is_full() {
    for (int deal = 1; deal <= 5001; deal++) {
      world.portal.deal(deal, "7/10/Y");
      world.mirror.want(deal, deal <= 2500 ? "7* " + (10_000 + deal) : "7* 8");
      world.portal.contacts(10_000 + deal, 8);
    }
    AtomicInteger calls = new AtomicInteger();
    world.portal.beforeEachCall(calls::incrementAndGet);
    assertThat(plan().changes()).isEqualTo(5001);
    assertThat(calls).hasValue(3 + 3); // a read a page; 2500 contacts; 2500 changes; the rest
  }

  @Test
  void a_stopped_plan_is_stored_as_far_as_it_came_and_says_so() {
    for (int deal = 1; deal <= 2501; deal++) {
      world.portal.deal(deal, "7/10/Y");
      world.mirror.want(deal, "");
    }
    stop = () -> true;
    PlanTotals totals = plan();
    assertThat(totals.considered()).isEqualTo(2500);
    assertThat(totals.everything()).isFalse();
    assertThat(run.changes()).hasSize(2500);
  }

  @Test
  void progress_tells_how_many_deals_were_read() {
    world.portal.deal(1, "7/10/Y");
    world.mirror.want(1, "7*").want(2, "7*").mode(2, Mode.PAUSED);
    plan();
    assertThat(progress.told()).containsExactly("READ 2 +1");
  }

  @Test
  void a_portal_failure_ends_the_plan() {
    world.portal.deal(1, "7/10/Y").failAfter(0, FakePortal.unreachable());
    world.mirror.want(1, "7*");
    assertThatThrownBy(this::plan).isInstanceOf(PortalFailure.class);
    assertThat(run.totals()).isEmpty();
  }

  private PlanTotals plan() {
    return plan(new Selection.All());
  }

  private PlanTotals plan(Selection selection) {
    return planner(open()).plan(selection);
  }

  private FakeJournal open() {
    world.leases.releaseAll();
    FakeJournal journal =
        (FakeJournal) world.leases.acquire("main", "plan").open(World.header("plan"));
    run = journal.record();
    return journal;
  }

  private Planner planner(FakeJournal journal) {
    return new Planner(
        world.mirror,
        world.portal,
        journal,
        world.settings().with(FirstSight.MIRROR),
        progress,
        stop,
        Optional.empty(),
        Quiet.ALWAYS,
        world.clock);
  }
}
