package io.dealsync.reconcile;

import io.dealsync.desired.MirrorDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who changed which link when, on both sides. Whoever changes something says so by looking before
 * and after; what nobody has said was done by a run, and a run may not do everything:
 *
 * <ul>
 *   <li>a desired link appears or disappears only where a colleague has touched it on the portal
 *       since both sides were last the same, or since ever if they never were;
 *   <li>links disappear from the portal within the limit of a day, over all runs;
 *   <li>a run without a lease changes nothing on the portal.
 * </ul>
 */
final class Ledger {

  private static final Duration DAY = Duration.ofHours(24);

  private final World world;
  private final long limit;
  private final Map<Long, LinkSet> wanted = new HashMap<>();
  private final Map<Long, LinkImage> linked = new HashMap<>();
  private final Map<Long, LinkImage> atFirst = new HashMap<>();
  private final Map<Long, Set<Long>> foreign = new HashMap<>();
  private final List<Change> sent = new ArrayList<>();
  private final Deque<Removal> removals = new ArrayDeque<>();
  private boolean allowed;

  private record Removal(Instant at, long links) {}

  /**
   * @param limit how many links runs may remove within a day
   */
  Ledger(World world, long limit) {
    this.world = world;
    this.limit = limit;
    world.portal.watch(
        changes -> {
          look();
          sent.addAll(changes);
        });
  }

  /**
   * Whether a person allows what runs remove from now on, however much it is. Such a run may give
   * back what others removed, which does not count any more then.
   */
  void allows(boolean everything) {
    allowed = everything;
    if (everything) {
      removals.clear();
    }
  }

  /** Someone else than a run does something. */
  void others(Runnable what) {
    look();
    Map<Long, LinkImage> before = portal();
    what.run();
    portal()
        .forEach((deal, rows) -> touch(deal, before.getOrDefault(deal, LinkImage.empty()), rows));
    before.keySet().stream()
        .filter(deal -> !world.portal.deals().contains(deal))
        .forEach(deal -> touch(deal, before.get(deal), LinkImage.empty()));
    note();
  }

  private void touch(long deal, LinkImage before, LinkImage after) {
    Set<Long> contacts = foreign.computeIfAbsent(deal, ignored -> new HashSet<>());
    contacts.addAll(before.canonical().minus(after.canonical()));
    contacts.addAll(after.canonical().minus(before.canonical()));
  }

  /** What has changed since the last look was done by runs. */
  void look() {
    world.mirror.deals().forEach(deal -> judgeMirror(world.mirror.get(deal)));
    judgePortal();
    note();
  }

  private void judgeMirror(MirrorDeal deal) {
    LinkSet before = wanted.getOrDefault(deal.deal(), deal.desired());
    Set<Long> changed = new HashSet<>(before.minus(deal.desired()));
    changed.addAll(deal.desired().minus(before));
    changed.removeAll(foreign.getOrDefault(deal.deal(), Set.of()));
    if (changed.removeAll(undone(deal.deal()))) {
      touch(deal.deal(), LinkImage.empty(), world.portal.rows(deal.deal()));
    }
    if (!changed.isEmpty()) {
      throw new AssertionError(
          "A run changed the desired links of deal %d from %s to %s, though nobody had touched %s on the portal"
              .formatted(deal.deal(), before, deal.desired(), changed));
    }
  }

  /**
   * Links that a person wanted undone in the mirror, too. Where someone edits the deal meanwhile, a
   * later run merges both.
   */
  private Set<Long> undone(long deal) {
    Set<Long> contacts = new HashSet<>();
    for (FakeRun run : world.leases.runs()) {
      if (run.header().origin().isPresent()) {
        run.changes().stream()
            .filter(change -> change.deal() == deal)
            .flatMap(change -> change.adoption().stream())
            .forEach(
                adoption -> {
                  contacts.addAll(adoption.from().minus(adoption.to()));
                  contacts.addAll(adoption.to().minus(adoption.from()));
                });
      }
    }
    return contacts;
  }

  private void judgePortal() {
    long removed = 0;
    for (Map.Entry<Long, LinkImage> each : linked.entrySet()) {
      LinkSet now = world.portal.rows(each.getKey()).canonical();
      Set<Long> gone = new HashSet<>(each.getValue().canonical().minus(now));
      gone.retainAll(knownBefore(each.getKey()));
      gone.retainAll(atFirst.getOrDefault(each.getKey(), LinkImage.empty()).canonical().contacts());
      removed += gone.size();
    }
    if (removed > 0 && !allowed) {
      removals.add(new Removal(world.clock.instant(), removed));
    }
    Instant since = world.clock.instant().minus(DAY);
    removals.removeIf(each -> !each.at().isAfter(since));
    long today = removals.stream().mapToLong(Removal::links).sum();
    if (today > limit) {
      throw new AssertionError(
          "Runs removed %d links within a day, not %d".formatted(today, limit));
    }
  }

  /**
   * The contacts that a run knew of when it sent a change; others were linked in that second. What
   * came after it began, by its own hand or another's, no guard could count either.
   */
  private Set<Long> knownBefore(long deal) {
    Set<Long> contacts = new HashSet<>();
    for (Change change : sent) {
      if (change.deal() == deal) {
        contacts.addAll(change.before().canonical().contacts());
      }
    }
    return contacts;
  }

  private void note() {
    wanted.clear();
    linked.clear();
    linked.putAll(portal());
    if (!world.leases.isHeld()) {
      sent.clear();
      atFirst.clear();
      atFirst.putAll(linked);
    }
    linked.forEach(
        (deal, rows) -> {
          if (!world.mirror.deals().contains(deal) || world.mirror.get(deal).base().isEmpty()) {
            touch(deal, LinkImage.empty(), rows);
          }
        });
    for (long id : world.mirror.deals()) {
      MirrorDeal deal = world.mirror.get(id);
      wanted.put(id, deal.desired());
      LinkSet rows = world.portal.rows(id).canonical();
      boolean same =
          deal.edit().isEmpty()
              && deal.base().filter(base -> base.sameOrder(rows)).isPresent()
              && deal.desired().sameOrder(rows);
      if (same && !world.leases.isHeld()) {
        foreign.remove(id);
      }
    }
  }

  private Map<Long, LinkImage> portal() {
    Map<Long, LinkImage> rows = new HashMap<>();
    world.portal.deals().forEach(deal -> rows.put(deal, world.portal.rows(deal)));
    return rows;
  }
}
