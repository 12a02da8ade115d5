package io.dealsync.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunHeader;
import io.dealsync.link.Comparison;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.testing.Changes;
import io.dealsync.testing.FakeJournal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Links;
import io.dealsync.testing.Phases;
import io.dealsync.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SettlementTest {

  private final World world = new World();
  private final Phases progress = new Phases();

  @Test
  void an_intent_that_took_effect_is_verified_and_moves_the_base() {
    FakeRun run = leftOpen(change(1, "7/10/Y", "7* 8"));
    world.portal.deal(1, "7/10/Y 8/20/N");
    assertThat(settle()).isEqualTo(1);
    assertThat(outcome(run, 1)).isEqualTo(new Outcome.Verified(Links.image("7/10/Y 8/20/N")));
    assertThat(world.mirror.get(1).base()).contains(Links.set("7* 8"));
  }

  @Test
  void an_intent_that_did_not_take_effect_fails_and_says_so() {
    FakeRun run = leftOpen(change(1, "7/10/Y", "7* 8"));
    world.portal.deal(1, "7/10/Y");
    settle();
    assertThat(outcome(run, 1))
        .isEqualTo(
            new Outcome.Failed(
                "The run ended before this change took effect; the portal still has 7/10/Y",
                Optional.of(Links.image("7/10/Y"))));
    assertThat(world.portal.written()).isEmpty();
  }

  @Test
  void an_intent_to_change_sort_values_alone_is_not_taken_for_done() {
    Change undo =
        new Change(
            1,
            Mode.MIRROR,
            Policy.HOLD,
            Links.image("7/10/Y 8/20/N"),
            Links.image("7/3/Y 8/4/N").canonical(),
            new Method.ReplaceAll(Links.image("7/3/Y 8/4/N").rows()),
            world.clock.instant(),
            OptionalLong.empty());
    world.mirror.want(1, "7* 8");
    world.portal.deal(1, "7/10/Y 8/20/N");
    FakeRun run = leftOpen(undo);
    settle();
    assertThat(run.row(1).status()).isEqualTo(ChangeStatus.FAILED);
  }

  @Test
  void an_intent_whose_deal_is_neither_before_nor_after_fails_and_says_so() {
    FakeRun run = leftOpen(change(1, "7/10/Y", "7* 8"));
    world.portal.deal(1, "9/10/Y");
    settle();
    assertThat(outcome(run, 1))
        .isEqualTo(
            new Outcome.Failed(
                "The run ended during this change, and the portal has 9/10/Y, neither the state"
                    + " before nor the target: someone else changed the deal.",
                Optional.of(Links.image("9/10/Y"))));
  }

  @Test
  void an_intent_that_the_portal_left_half_done_makes_what_is_left_the_base() {
    FakeRun run = leftOpen(change(1, "7/10/Y 8/20/N 9/30/N", "6* 9 8"));
    world.portal.deal(1, "8/20/N 9/30/N");
    settle();
    assertThat(outcome(run, 1))
        .isEqualTo(
            new Outcome.Failed(
                "The portal stopped in the middle of this change: it has unlinked and not yet"
                    + " linked, and has 8/20/N 9/30/N",
                Optional.of(Links.image("8/20/N 9/30/N"))));
    assertThat(world.mirror.get(1).base()).contains(Links.image("8/20/N 9/30/N").canonical());
  }

  @Test
  void an_intent_to_repair_that_is_half_done_makes_what_is_left_the_base() {
    Change repair =
        new Change(
            1,
            Mode.MIRROR,
            Policy.HOLD,
            Links.image("7/10/Y 8/20/Y"),
            Links.set("7* 8"),
            new Method.ReplaceAll(Links.image("7/11/Y 8/21/N").rows()),
            world.clock.instant(),
            OptionalLong.empty());
    world.mirror.want(1, "7* 8").agreedOn(1, "7* 8");
    world.portal.deal(1, "7/11/Y 8/21/N");
    FakeRun run = leftOpen(repair);
    new Settlement(world.portal, open(), Comparison.EXACT, progress).settle();
    assertThat(outcome(run, 1))
        .isEqualTo(
            new Outcome.Failed(
                "The run ended between the two calls of this repair, and the portal has"
                    + " 7/11/Y 8/21/N",
                Optional.of(Links.image("7/11/Y 8/21/N"))));
    assertThat(world.mirror.get(1).base()).contains(Links.image("7/11/Y 8/21/N").canonical());
  }

  @Test
  void an_intent_whose_deal_is_gone_fails_and_says_so() {
    FakeRun run = leftOpen(change(1, "7/10/Y", "7* 8"));
    world.portal.missingDealsAnswerNotFound();
    assertThat(settle()).isEqualTo(1);
    assertThat(outcome(run, 1))
        .isEqualTo(
            new Outcome.Failed("The run ended during this change; the deal no longer exists."));
  }

  @Test
  void an_intent_whose_deal_cannot_be_read_stays_open_until_it_can() {
    FakeRun run =
        leftOpen(
            change(1, "7/10/Y", "7* 8"), change(2, "7/10/Y", "7* 8"), change(3, "7/10/Y", "7* 8"));
    world.portal.deal(1, "7/10/Y 8/20/N").deal(2, "7/10/Y 8/20/N").deal(3, "7/10/Y");
    world.portal.deny(1);
    world.portal.garble(2);
    assertThat(settle()).isEqualTo(1);
    assertThat(settle()).isZero();
    assertThat(outcome(run, 1))
        .isEqualTo(
            new Outcome.Unknown(
                "The run ended during this change; the deal cannot be seen: Access denied!"));
    assertThat(outcome(run, 2))
        .isEqualTo(
            new Outcome.Unknown(
                "The run ended during this change; the deal cannot be read: not JSON"));
    assertThat(run.row(3).status()).isEqualTo(ChangeStatus.FAILED);
    world.portal.heal();
    assertThat(settle()).isEqualTo(2);
    assertThat(run.row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
    assertThat(run.row(2).status()).isEqualTo(ChangeStatus.VERIFIED);
  }

  @Test
  void an_intent_of_an_undo_is_verified_with_its_sort_values() {
    world.portal.deal(1, "7/11/Y 8/21/N").deal(2, "7/10/Y 8/20/N");
    world.mirror.want(1, "7* 8").want(2, "7* 8");
    Change first = Changes.mirror(1, "9/10/Y", "7* 8", world.clock.instant());
    Change second = Changes.mirror(2, "9/10/Y", "7* 8", world.clock.instant());
    FakeRun sync = leftOpen(first);
    world.mirror.unedited(2);
    world.leases.releaseAll();
    FakeJournal undoing =
        (FakeJournal)
            world
                .leases
                .acquire("main", "undo")
                .open(
                    new RunHeader(
                        "main", "undo", "tester@here", OptionalLong.of(sync.id()), Map.of()));
    undoing.planned(List.of(first, second));
    undoing.intend(List.of(first, second), Policy.MIRROR_WINS);
    settle();
    assertThat(sync.row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
    assertThat(undoing.record().row(1).status()).isEqualTo(ChangeStatus.FAILED);
    assertThat(undoing.record().row(2).status()).isEqualTo(ChangeStatus.VERIFIED);
  }

  @Test
  void intents_of_several_runs_on_one_deal_are_settled_by_one_reading() {
    FakeRun first = leftOpen(change(1, "7/10/Y", "7* 8"));
    FakeRun second = leftOpen(change(1, "7/10/Y", "7*"));
    world.portal.deal(1, "7/10/Y");
    assertThat(settle()).isEqualTo(2);
    assertThat(first.row(1).status()).isEqualTo(ChangeStatus.FAILED);
    assertThat(second.row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
    assertThat(world.portal.readCalls()).containsExactly(List.of(1L));
  }

  @Test
  void many_intents_are_settled_in_several_steps() {
    List<Change> changes = new ArrayList<>();
    for (int deal = 1; deal <= 501; deal++) {
      world.portal.deal(deal, "7/10/Y 8/20/N");
      changes.add(change(deal, "7/10/Y", "7* 8"));
    }
    FakeRun run = leftOpen(changes.toArray(Change[]::new));
    assertThat(settle()).isEqualTo(501);
    assertThat(run.count(ChangeStatus.VERIFIED)).isEqualTo(501);
    assertThat(progress.told()).containsExactly("SETTLE 500 +500", "SETTLE 1 +1");
  }

  @Test
  void nothing_open_asks_the_portal_nothing() {
    assertThat(settle()).isZero();
    assertThat(world.portal.traffic().requests()).isZero();
  }

  private Change change(long deal, String before, String target) {
    world.mirror.want(deal, target);
    return Changes.mirror(deal, before, target, world.clock.instant());
  }

  private FakeRun leftOpen(Change... changes) {
    for (Change change : changes) {
      world.mirror.policy(change.deal(), change.policy()).unedited(change.deal());
    }
    FakeJournal journal = open();
    journal.planned(List.of(changes));
    journal.intend(List.of(changes), Policy.MIRROR_WINS);
    return journal.record();
  }

  private long settle() {
    return new Settlement(world.portal, open(), Comparison.ORDER, progress).settle();
  }

  private FakeJournal open() {
    world.leases.releaseAll();
    return (FakeJournal) world.leases.acquire("main", "sync").open(World.header("sync"));
  }

  private static Outcome outcome(FakeRun run, long deal) {
    return run.row(deal).outcome().orElseThrow();
  }
}
