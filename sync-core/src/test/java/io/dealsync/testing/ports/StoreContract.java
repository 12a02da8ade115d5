package io.dealsync.testing.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Journal;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.Settled;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.Rebase;
import io.dealsync.testing.Links;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * What the mirror, the journal and the leases promise, whoever implements them. {@link
 * StoreHistory} finds what is not written down here.
 */
public abstract class StoreContract {

  private static final Instant SEEN = Instant.parse("2026-10-31T02:00:00Z");
  private static final MethodChooser CHOOSER = new MethodChooser(Comparison.ORDER);

  private final Store store = store();

  /** An empty one. */
  protected abstract Store store();

  // The mirror: what counts as an edit.

  @Test
  void a_new_deal_is_an_edit() {
    store.want(1, Links.set("7*"));
    assertThat(deal(1).edit()).isPresent();
    assertThat(deal(1).base()).isEmpty();
    assertThat(edited()).containsExactly(1L);
  }

  @Test
  void wanting_the_same_links_again_is_none() {
    agreed(1, "7* 8");
    store.want(1, Links.set("7* 8"));
    assertThat(deal(1).edit()).isEmpty();
  }

  @Test
  void another_mode_or_policy_is_an_edit_and_the_same_is_none() {
    agreed(1, "7*");
    store.mode(1, Mode.MIRROR);
    assertThat(deal(1).edit()).isEmpty();
    store.mode(1, Mode.ADD_ONLY);
    OptionalLong mode = deal(1).edit();
    assertThat(mode).isPresent();
    store.policy(1, Policy.HOLD);
    assertThat(deal(1).edit()).isPresent().isNotEqualTo(mode);
    OptionalLong policy = deal(1).edit();
    store.policy(1, Policy.HOLD);
    assertThat(deal(1).edit()).isEqualTo(policy);
  }

  @Test
  void a_deal_that_was_taken_out_and_comes_back_is_seen_for_the_first_time() {
    agreed(1, "7*");
    store.forget(1);
    assertThat(store.mirror().named(List.of(1L))).isEmpty();
    store.want(1, Links.set("7*"));
    assertThat(deal(1).base()).isEmpty();
    assertThat(deal(1).edit()).isPresent();
  }

  @Test
  void paused_deals_are_named_but_not_paged_through() {
    store.want(1, Links.set("7*"));
    store.mode(1, Mode.PAUSED);
    assertThat(store.mirror().page(new Selection.All(), 0, 10)).isEmpty();
    assertThat(deal(1).mode()).isEqualTo(Mode.PAUSED);
  }

  // The journal: what moves the base, and what does not.

  @Test
  void an_agreement_moves_the_base_every_time() {
    agreed(1, "7*");
    run(journal -> journal.agreed(List.of(new Agreement(1, image("8/10/Y"), deal(1).edit()))));
    assertThat(deal(1).base()).contains(Links.set("8*"));
    run(journal -> journal.agreed(List.of(new Agreement(1, image("9/30/Y"), deal(1).edit()))));
    assertThat(deal(1).base().orElseThrow().asImage()).isEqualTo(image("9/30/Y"));
  }

  @Test
  void an_agreement_leaves_an_edit_that_it_does_not_cover() {
    store.want(1, Links.set("7*"));
    OptionalLong first = deal(1).edit();
    store.want(1, Links.set("8*"));
    run(journal -> journal.agreed(List.of(new Agreement(1, image("7/10/Y"), first))));
    assertThat(deal(1).edit()).isPresent();
    assertThat(deal(1).base()).contains(Links.set("7*"));
  }

  @Test
  void a_verified_change_moves_the_base_and_remembers_the_one_before() {
    agreed(1, "7*");
    store.want(1, Links.set("8*"));
    Change change = change(deal(1), "7/10/Y");
    ends(change, new Outcome.Verified(image("8/10/Y")));
    assertThat(deal(1).base()).contains(Links.set("8*"));
    assertThat(deal(1).edit()).isEmpty();
    assertThat(row(1).status()).isEqualTo(ChangeStatus.VERIFIED);
    assertThat(row(1).agreed()).contains(Links.set("7*"));
  }

  @Test
  void failed_unknown_and_held_changes_leave_base_and_edit() {
    for (Outcome outcome :
        List.of(
            new Outcome.Failed("No."),
            new Outcome.Unknown("The answer was lost."),
            new Outcome.Held(HoldReason.PORTAL_CHANGED, "It moved."))) {
      store.forget(1);
      agreed(1, "7*");
      store.want(1, Links.set("8*"));
      OptionalLong edit = deal(1).edit();
      ends(change(deal(1), "7/10/Y"), outcome);
      assertThat(deal(1).base()).as("%s", outcome).contains(Links.set("7*"));
      assertThat(deal(1).edit()).as("%s", outcome).isEqualTo(edit);
      assertThat(row(1).agreed()).as("%s", outcome).isEmpty();
    }
  }

  @Test
  void an_adoption_becomes_what_is_wanted_and_is_no_edit() {
    agreed(1, "7*");
    ends(adopting(deal(1), "7/10/Y 9/20/N", "7* 9", new Rebase.ToPortal()), verified("7* 9"));
    assertThat(deal(1).desired()).isEqualTo(Links.set("7* 9"));
    assertThat(deal(1).base()).contains(Links.set("7* 9"));
    assertThat(deal(1).edit()).isEmpty();
  }

  @Test
  void an_adoption_that_comes_after_an_edit_changes_nothing() {
    agreed(1, "7*");
    Change change = adopting(deal(1), "7/10/Y 9/20/N", "7* 9", new Rebase.ToPortal());
    run(
        journal -> {
          journal.planned(List.of(change));
          journal.intend(List.of(change));
          store.want(1, Links.set("8*"));
          journal.settle(List.of(new Settled(change, verified("7* 9"))));
        });
    assertThat(deal(1).desired()).isEqualTo(Links.set("8*"));
    assertThat(deal(1).base()).contains(Links.set("7*"));
    assertThat(deal(1).edit()).isPresent();
  }

  @Test
  void what_only_the_mirror_was_to_learn_ends_as_edited_when_it_was_edited_meanwhile() {
    agreed(1, "7*");
    Adoption adoption = new Adoption(deal(1).desired(), Links.set("7* 9"), new Rebase.ToPortal());
    Change change = change(deal(1), image("7/10/Y 9/20/N"), adoption.to(), Optional.of(adoption));
    assertThat(change.method()).isInstanceOf(Method.Keep.class);
    run(
        journal -> {
          journal.planned(List.of(change));
          journal.intend(List.of(change));
          store.want(1, Links.set("8*"));
          List<Settled> ended = journal.settle(List.of(new Settled(change, verified("7* 9"))));
          assertThat(ended.get(0).outcome()).isInstanceOf(Outcome.Edited.class);
        });
    assertThat(row(1).status()).isEqualTo(ChangeStatus.EDITED);
    assertThat(deal(1).desired()).isEqualTo(Links.set("8*"));
    assertThat(deal(1).base()).contains(Links.set("7*"));
  }

  @Test
  void a_base_that_is_put_back_under_other_links_leaves_an_edit() {
    agreed(1, "7* 8");
    Rebase back = new Rebase.Back(Optional.of(Links.set("7*")));
    ends(adopting(deal(1), "7/10/Y 8/20/N", "7* 8", back), verified("7* 8"));
    assertThat(deal(1).base()).contains(Links.set("7*"));
    assertThat(deal(1).edit()).isPresent();
  }

  @Test
  void a_deal_that_an_undo_takes_out_is_managed_no_more() {
    agreed(1, "7*");
    ends(adopting(deal(1), "7/10/Y", "7*", new Rebase.Unmanaged()), verified("7*"));
    assertThat(store.mirror().named(List.of(1L))).isEmpty();
  }

  @Test
  void an_answer_that_cannot_be_understood_is_no_reading() {
    store.want(1, Links.set("7*"));
    seen(new Observation.Unreadable("not JSON", SEEN));
    assertThat(deal(1).standing().readAt()).isEmpty();
    seen(new Observation.Present(image("7/10/Y"), SEEN));
    assertThat(deal(1).standing().readAt()).contains(SEEN);
  }

  // Holds and failures.

  @Test
  void a_held_edit_waits_until_there_is_a_newer_one() {
    store.want(1, Links.set("7*"));
    run(journal -> journal.held(List.of(hold(deal(1)))));
    assertThat(edited()).isEmpty();
    assertThat(store.mirror().heldEdits()).isOne();
    store.want(1, Links.set("8*"));
    assertThat(edited()).containsExactly(1L);
    assertThat(store.mirror().heldEdits()).isZero();
  }

  @Test
  void an_acknowledged_hold_is_known_until_it_is_edited() {
    store.want(1, Links.set("7*"));
    run(journal -> journal.held(List.of(hold(deal(1)))));
    store.acknowledge(1);
    assertThat(deal(1).standing().known()).isPresent();
    store.want(1, Links.set("8*"));
    assertThat(deal(1).standing().known()).isEmpty();
  }

  @Test
  void five_failures_park_a_deal_until_it_is_edited_or_agreed_on() {
    store.want(1, Links.set("7*"));
    fail(4);
    assertThat(deal(1).standing().parked()).isEmpty();
    fail(1);
    assertThat(deal(1).standing().parked()).isPresent();
    store.want(1, Links.set("8*"));
    assertThat(deal(1).standing().parked()).isEmpty();
    fail(5);
    assertThat(deal(1).standing().parked()).isPresent();
    agreed(1, "8*");
    assertThat(deal(1).standing().parked()).isEmpty();
    assertThat(deal(1).held()).isFalse();
  }

  @Test
  void failures_close_together_count_once() {
    store.want(1, Links.set("7*"));
    for (int i = 0; i < 6; i++) {
      run(
          journal -> {
            journal.failed(List.of(new FailedDeal(1, "No.")));
            journal.countFailures(Duration.ofHours(12));
          });
    }
    assertThat(deal(1).standing().parked()).isEmpty();
  }

  // Intents.

  @Test
  void an_intent_stays_open_until_it_is_settled_by_a_later_run() {
    agreed(1, "7*");
    store.want(1, Links.set("8*"));
    Change change = change(deal(1), "7/10/Y");
    run(
        journal -> {
          journal.planned(List.of(change));
          journal.intend(List.of(change));
        });
    run(
        journal -> {
          List<OpenIntent> open = journal.openIntents(0, 0, 10);
          assertThat(open).hasSize(1);
          journal.settleEarlier(open, List.of(verified("8*")));
          assertThat(journal.openIntents(0, 0, 10)).isEmpty();
        });
    assertThat(deal(1).base()).contains(Links.set("8*"));
    assertThat(deal(1).edit()).isEmpty();
  }

  @Test
  void an_intent_that_is_taken_back_is_planned_again() {
    agreed(1, "7*");
    store.want(1, Links.set("8*"));
    Change change = change(deal(1), "7/10/Y");
    run(
        journal -> {
          journal.planned(List.of(change));
          journal.intend(List.of(change));
          journal.settle(List.of(new Settled(change, new Outcome.NotSent("It was busy."))));
          assertThat(journal.pending(0, 10)).hasSize(1);
        });
    assertThat(row(1).attempts()).isZero();
  }

  @Test
  void a_change_whose_deal_was_edited_since_is_not_intended() {
    agreed(1, "7*");
    store.want(1, Links.set("8*"));
    Change change = change(deal(1), "7/10/Y");
    run(
        journal -> {
          journal.planned(List.of(change));
          store.want(1, Links.set("9*"));
          assertThat(journal.intend(List.of(change)).committed()).isEmpty();
        });
    assertThat(row(1).attempts()).isZero();
  }

  @Test
  void a_change_whose_deal_is_treated_otherwise_now_is_not_pending() {
    store.want(1, Links.set("8*"));
    Change change = change(deal(1), "7/10/Y");
    run(
        journal -> {
          journal.planned(List.of(change));
          store.mode(1, Mode.PAUSED);
          assertThat(journal.pending(0, 10)).isEmpty();
        });
  }

  // Leases.

  @Test
  void a_portal_is_held_once_until_it_is_given_back() {
    try (RunLease lease = store.leases().acquire(store.portal(), "sync")) {
      assertThat(lease).isNotNull();
      assertThatThrownBy(() -> store.leases().acquire(store.portal(), "sync"))
          .isInstanceOf(LeaseHeldException.class);
    }
    store.leases().acquire(store.portal(), "sync").close();
  }

  @Test
  void a_run_that_does_not_exist_cannot_be_taken_up() {
    try (RunLease lease = store.leases().acquire(store.portal(), "apply")) {
      assertThatThrownBy(() -> lease.resume(1_000_000, header()))
          .isInstanceOf(UnknownRunException.class);
    }
  }

  // Scenery.

  private long latest;

  /** What a run does. */
  private interface Work {
    void on(Journal journal);
  }

  private void run(Work work) {
    try (RunLease lease = store.leases().acquire(store.portal(), "sync")) {
      Journal journal = lease.open(header());
      latest = journal.run();
      work.on(journal);
    }
  }

  private RunHeader header() {
    return new RunHeader(store.portal(), "sync", "ann at desk", OptionalLong.empty(), Map.of());
  }

  private void ends(Change change, Outcome outcome) {
    run(
        journal -> {
          journal.planned(List.of(change));
          journal.intend(List.of(change));
          journal.settle(List.of(new Settled(change, outcome)));
        });
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      run(
          journal -> {
            journal.failed(List.of(new FailedDeal(1, "No.")));
            journal.countFailures(Duration.ZERO);
          });
    }
  }

  private void agreed(long deal, String links) {
    store.want(deal, Links.set(links));
    LinkImage image = Links.set(links).asImage();
    run(journal -> journal.agreed(List.of(new Agreement(deal, image, deal(deal).edit()))));
    assertThat(deal(deal).edit()).isEmpty();
  }

  private void seen(Observation observation) {
    run(journal -> journal.observed(List.of(new DealObservation(1, observation))));
  }

  private static HeldDeal hold(MirrorDeal deal) {
    return new HeldDeal(deal.deal(), HoldReason.GUARD, "It moved.", deal.edit());
  }

  private static Outcome verified(String links) {
    return new Outcome.Verified(Links.set(links).asImage());
  }

  private static Change change(MirrorDeal deal, String before) {
    return change(deal, image(before), deal.desired(), Optional.empty());
  }

  private static Change adopting(MirrorDeal deal, String before, String to, Rebase rebase) {
    LinkSet links = Links.set(to);
    Adoption adoption = new Adoption(deal.desired(), links, rebase);
    return change(deal, image(before), links, Optional.of(adoption));
  }

  private static Change change(
      MirrorDeal deal, LinkImage before, LinkSet target, Optional<Adoption> adoption) {
    return new Change(
        deal.deal(),
        deal.mode(),
        Policy.MERGE,
        before,
        target,
        CHOOSER.choose(before, target, deal.mode()),
        SEEN,
        deal.edit(),
        adoption);
  }

  private static LinkImage image(String rows) {
    return Links.image(rows);
  }

  private ChangeRecord row(long deal) {
    return store.archive().changes(latest, deal - 1, 1).get(0);
  }

  private MirrorDeal deal(long deal) {
    return store.mirror().named(List.of(deal)).get(0);
  }

  private List<Long> edited() {
    return store.mirror().page(new Selection.Edited(), 0, 10).stream()
        .map(MirrorDeal::deal)
        .toList();
  }
}
