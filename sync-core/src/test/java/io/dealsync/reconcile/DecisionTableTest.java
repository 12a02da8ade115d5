package io.dealsync.reconcile;

import io.dealsync.desired.FirstSight;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.testing.Randoms;
import io.dealsync.testing.Seeds;
import io.dealsync.testing.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random deals whose sides changed a little, or a lot, since they agreed. */
class DecisionTableTest {

  private static final int SEEDS = 2000;
  private static final int DEALS = 8;
  private static final long CONTACTS = 6;

  @Test
  void every_deal_is_planned_as_the_table_says() {
    Seeds.each(SEEDS, seed -> new Situations(seed).plan());
  }

  /** Some deals of one portal. */
  private static final class Situations {

    private final Random random;
    private final Randoms randoms;
    private final World world = new World();

    Situations(long seed) {
      random = Seeds.random(seed);
      randoms = new Randoms(random, CONTACTS);
      world.comparing(pick(Comparison.values())).policy(pick(Policy.values()));
      for (long contact = 1; contact <= CONTACTS; contact++) {
        if (random.nextInt(20) > 0) {
          world.portal.contacts(contact);
        }
      }
      for (long deal = 1; deal <= DEALS; deal++) {
        add(deal);
      }
    }

    private void add(long deal) {
      LinkSet agreed = randoms.wanted();
      world
          .mirror
          .want(deal, changed(agreed))
          .mode(deal, pick(Mode.MIRROR, Mode.MIRROR, Mode.ADD_ONLY));
      if (random.nextInt(5) > 0) {
        world.mirror.agreedOn(deal, agreed);
      }
      if (random.nextInt(3) == 0) {
        world.mirror.policy(deal, pick(Policy.values()));
      }
      world.portal.deal(
          deal, random.nextInt(5) == 0 ? randoms.image() : new LinkImage(changed(agreed).links()));
    }

    private LinkSet changed(LinkSet agreed) {
      LinkSet links = agreed;
      for (int edits = random.nextInt(3); edits > 0; edits--) {
        links = random.nextInt(3) == 0 ? reordered(links) : randoms.edited(links);
      }
      return links;
    }

    /** The same links in another order, with any of them the primary. */
    private LinkSet reordered(LinkSet from) {
      List<Long> contacts = new ArrayList<>(from.contacts());
      Collections.shuffle(contacts, random);
      int primary = random.nextInt(contacts.size() + 1);
      List<Link> links = new ArrayList<>();
      for (long contact : contacts) {
        links.add(new Link(contact, (links.size() + 1) * 10, links.size() == primary));
      }
      return LinkSet.of(links);
    }

    void plan() {
      world.leases.whenPlanned(
          run -> new PlanCheck(world, run, FirstSight.MIRROR).everyDealIsPlannedAsTheTableSays());
      world.plan();
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
