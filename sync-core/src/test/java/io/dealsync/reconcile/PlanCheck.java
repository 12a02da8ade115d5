package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.FirstSight;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Policy;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.JournalRow;
import io.dealsync.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds a plan that was just made, deal by deal, against the {@link DecisionTable}. */
final class PlanCheck {

  private final World world;
  private final FakeRun run;
  private final FirstSight firstSight;

  /**
   * @param firstSight what holds in the run
   */
  PlanCheck(World world, FakeRun run, FirstSight firstSight) {
    this.world = world;
    this.run = run;
    this.firstSight = firstSight;
  }

  /** Every deal that the run has read one by one. */
  void everyDealIsPlannedAsTheTableSays() {
    Set<Long> once = new TreeSet<>();
    for (DealObservation seen : run.observed()) {
      if (once.add(seen.deal()) && world.mirror.deals().contains(seen.deal())) {
        check(world.mirror.get(seen.deal()), seen.observation());
      }
    }
  }

  private void check(MirrorDeal deal, Observation observation) {
    switch (observation) {
      case Observation.Present present -> check(deal, present.image());
      case Observation.Missing ignored -> assertHeld(deal, HoldReason.DEAL_MISSING);
      case Observation.Denied ignored -> assertHeld(deal, HoldReason.DEAL_DENIED);
      case Observation.Unreadable ignored ->
          assertThat(run.failed()).extracting(FailedDeal::deal).contains(deal.deal());
    }
  }

  private void check(MirrorDeal deal, LinkImage image) {
    Policy policy = deal.policy().orElse(world.settings().policy());
    DecisionTable table =
        new DecisionTable(
            deal.desired(),
            deal.base(),
            image,
            deal.mode(),
            policy,
            firstSight,
            world.settings().comparison());
    Optional<Change> change = change(deal);
    switch (table.wish()) {
      case DecisionTable.Wish.Nothing ignored -> {
        assertThat(change).as("%s in sync", table).isEmpty();
        assertThat(hold(deal)).as("%s in sync", table).isEmpty();
      }
      case DecisionTable.Wish.Hold ignored ->
          assertThat(hold(deal).map(HeldDeal::reason))
              .as("%s held", table)
              .hasValueSatisfying(
                  reason ->
                      assertThat(reason)
                          .isIn(
                              HoldReason.PORTAL_CHANGED,
                              HoldReason.BOTH_CHANGED,
                              HoldReason.FIRST_SIGHT,
                              HoldReason.CONFLICT));
      case DecisionTable.Wish.Both both -> {
        if (hold(deal).isPresent()) {
          assertSomethingIsGone(deal, both, image);
        } else {
          assertThat(change).as("%s changes", table).isPresent();
          assertMakes(change.orElseThrow(), both, deal, table);
        }
      }
    }
  }

  private void assertMakes(
      Change change, DecisionTable.Wish.Both both, MirrorDeal deal, DecisionTable table) {
    LinkSet portal = change.target();
    LinkSet mirror = change.adoption().map(Adoption::to).orElse(deal.desired());
    assertThat(new TreeSet<>(portal.contacts())).as("%s", table).isEqualTo(both.contacts());
    assertThat(inOrder(portal, both.order()))
        .as("%s order", table)
        .isEqualTo(inOrder(both.order(), portal));
    both.sorts()
        .forEach(
            (contact, sort) ->
                assertThat(portal.sort(contact))
                    .as("%s SORT of %s", table, contact)
                    .hasValue(sort));
    if (!portal.isEmpty()) {
      assertThat(portal.primary())
          .as("%s primary", table)
          .isEqualTo(both.primary().orElse(portal.contacts().get(0)));
    }
    if (both.mirror()) {
      assertThat(mirror.sameOrder(portal)).as("%s: mirror learns %s", table, mirror).isTrue();
    } else {
      assertThat(change.adoption()).as("%s", table).isEmpty();
    }
  }

  private static List<Long> inOrder(LinkSet side, List<Long> contacts) {
    return side.contacts().stream().filter(contacts::contains).toList();
  }

  private static List<Long> inOrder(List<Long> order, LinkSet side) {
    return order.stream().filter(side::contains).toList();
  }

  /** Only what a change takes for granted may stop it. */
  private void assertSomethingIsGone(
      MirrorDeal deal, DecisionTable.Wish.Both both, LinkImage image) {
    HeldDeal hold = hold(deal).orElseThrow();
    switch (hold.reason()) {
      case CONTACT_MISSING ->
          assertThat(hold.gone())
              .isNotEmpty()
              .noneMatch(world.portal::hasContact)
              .isSubsetOf(both.contacts());
      case DEAL_MISSING -> {
        assertThat(image.isEmpty()).isTrue();
        assertThat(world.portal.deals()).doesNotContain(deal.deal());
      }
      default -> throw new AssertionError("Held for no reason: " + hold);
    }
  }

  private void assertHeld(MirrorDeal deal, HoldReason reason) {
    assertThat(hold(deal).map(HeldDeal::reason)).contains(reason);
  }

  private Optional<Change> change(MirrorDeal deal) {
    return run.rows().stream()
        .map(JournalRow::change)
        .filter(each -> each.deal() == deal.deal())
        .findAny();
  }

  private Optional<HeldDeal> hold(MirrorDeal deal) {
    return run.held().stream().filter(each -> each.deal() == deal.deal()).findAny();
  }
}
