package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limits;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.LeaseLostException;
import io.dealsync.journal.RunState;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.run.SieveSettings;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Fault;
import io.dealsync.testing.LinkTable;
import io.dealsync.testing.Randoms;
import io.dealsync.testing.Seeds;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One history of many hands in virtual time: people who edit the mirror, whole or in parts,
 * colleagues and robots on the portal, and processes that run one after the other or, when one
 * loses its session, one inside the other. Every call of the portal is a point at which each of
 * them may move. A {@link Ledger} judges what the runs do.
 */
final class Simulation {

  private static final long CONTACTS = 5;
  private static final long REMOVALS = 3;
  private static final Limits LIMITS =
      new Limits(100, 100, 0, REMOVALS, true, true, Duration.ofHours(24), true);

  private final Random random;
  private final Randoms randoms;
  private final World world = new World();
  private final Ledger ledger;
  private final Policy byDefault;
  private final long deals;
  private final List<String> log = new ArrayList<>();
  private final Map<Long, LinkSet> reload = new TreeMap<>();
  private final Map<Long, LinkImage> robots = new TreeMap<>();
  private int processes;
  private long latest = 1;
  private boolean calm;

  Simulation(long seed) {
    random = Seeds.random(seed);
    randoms = new Randoms(random, CONTACTS);
    deals = 2 + random.nextInt(7);
    byDefault = pick(Policy.MIRROR_WINS, Policy.MERGE, Policy.MERGE, Policy.HOLD);
    world.policy(byDefault).limits(LIMITS);
    world.sieve(new SieveSettings(random.nextBoolean(), 20, Duration.ofDays(7), 0));
    for (long contact = 1; contact <= CONTACTS; contact++) {
      world.portal.contacts(contact);
    }
    for (long deal = 1; deal <= deals; deal++) {
      LinkImage rows = randoms.wanted().asImage();
      world.portal.deal(deal, rows);
      if (random.nextInt(4) > 0) {
        world.mirror.want(deal, random.nextBoolean() ? rows.canonical() : randoms.wanted());
      }
    }
    ledger = new Ledger(world, REMOVALS);
    ledger.look();
    world.portal.beforeEachCall(this::anybodyMoves);
  }

  void play() {
    try {
      int steps = 6 + random.nextInt(20);
      for (int step = 0; step < steps; step++) {
        step();
      }
      end();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          String.join("\n  ", log) + "\n" + journal() + "\n" + failure, failure);
    }
  }

  private String journal() {
    StringBuilder text = new StringBuilder("policy " + byDefault);
    for (FakeRun run : world.leases.runs()) {
      text.append("\n  run %d %s".formatted(run.id(), run.state()));
      run.rows().forEach(row -> text.append("\n    ").append(row));
    }
    return text.toString();
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1 -> ledger.others(this::editMirror);
      case 2 -> ledger.others(this::editPortal);
      case 3 -> clockJumps();
      case 4 -> robotsMove();
      default -> run();
    }
  }

  // Who moves at a call of the portal.

  private void anybodyMoves() {
    ledger.look();
    if (calm) {
      return;
    }
    switch (random.nextInt(24)) {
      case 0, 1 -> ledger.others(this::editMirror);
      case 2, 3 -> ledger.others(this::editPortal);
      case 4 -> world.clock.advance(Duration.ofSeconds(random.nextInt(90)));
      case 5 -> anotherProcessComes();
      case 6 -> world.portal.fault(deal(), pick(Fault.values()));
      default -> {}
    }
  }

  /** It finds the portal held, unless the session of the one that holds it is gone. */
  private void anotherProcessComes() {
    if (processes >= 3) {
      return;
    }
    if (random.nextBoolean()) {
      log.add("  the session is lost");
      world.leases.loseSessions();
    }
    log.add("  another process comes");
    run();
  }

  // People, colleagues, robots, time.

  private void editMirror() {
    long deal = deal();
    boolean managed = world.mirror.deals().contains(deal);
    switch (random.nextInt(8)) {
      case 0 -> {
        if (managed) {
          world.mirror.mode(deal, pick(Mode.MIRROR, Mode.MIRROR, Mode.ADD_ONLY, Mode.PAUSED));
        }
      }
      case 1 -> {
        if (managed) {
          world.mirror.policy(deal, pick(Policy.values()));
        }
      }
      case 2 -> reloadsInParts();
      case 3 -> {
        if (managed) {
          world.mirror.forget(deal);
        }
      }
      default ->
          world.mirror.want(
              deal, managed ? randoms.edited(world.mirror.get(deal).desired()) : randoms.wanted());
    }
    log.add("  the mirror is edited at deal " + deal);
  }

  /** What one commit has deleted, a later one inserts again. */
  private void reloadsInParts() {
    if (reload.isEmpty()) {
      for (long deal : List.copyOf(world.mirror.deals())) {
        if (random.nextBoolean()) {
          reload.put(deal, world.mirror.get(deal).desired());
          world.mirror.want(deal, LinkSet.empty());
        }
      }
    } else {
      reload.forEach(world.mirror::want);
      reload.clear();
    }
  }

  private void editPortal() {
    long deal = deal();
    LinkTable table = world.portal.edit(deal);
    if (random.nextInt(3) == 0) {
      table.delete(randoms.contact());
    } else {
      table.add(randoms.contact(), random.nextInt(4) == 0);
    }
    if (random.nextInt(6) == 0) {
      robots.put(deal, world.portal.rows(deal));
    }
    log.add("  the portal is edited at deal " + deal);
  }

  /** A robot wants its deals as it once saw them. */
  private void robotsMove() {
    ledger.others(() -> robots.forEach(world.portal::deal));
    log.add("robots move " + robots.keySet());
  }

  private void clockJumps() {
    world.clock.advance(
        pick(
            Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofHours(7), Duration.ofDays(2)));
    log.add("the clock jumps");
  }

  // Runs.

  private void run() {
    processes++;
    int choice = random.nextInt(8);
    boolean undoes = choice == 7;
    boolean dies = random.nextInt(8) == 0;
    int before = world.portal.written().size();
    try {
      if (dies) {
        world.leases.dieAfter(random.nextInt(12));
      }
      ledger.look();
      if (processes == 1) {
        ledger.allows(undoes);
      }
      Optional<RunReport> report = undoes && processes > 1 ? Optional.empty() : start(choice);
      log.add("a run ends: " + report.map(RunReport::outcome));
    } catch (FakeLeases.Killed | LeaseLostException | LeaseHeldException end) {
      log.add("a run ends: " + end.getMessage());
    } finally {
      world.leases.dieAfter(Integer.MAX_VALUE);
      ledger.look();
      processes--;
      if (processes == 0) {
        ledger.allows(false);
      }
    }
    log.add("  " + (world.portal.written().size() - before) + " written");
  }

  private Optional<RunReport> start(int choice) {
    return switch (choice) {
      case 0, 1 -> Optional.of(world.sync(new Selection.Edited()));
      case 2 -> Optional.of(world.sync(new Selection.Deals(List.of(deal(), deal()))));
      case 3 -> Optional.of(world.plan());
      case 4 -> any(RunState.PLANNED, RunState.INTERRUPTED).map(run -> world.apply(run.id()));
      case 7 -> any(RunState.DONE).map(run -> world.undo(run.id(), random.nextBoolean()));
      default -> Optional.of(world.sync());
    };
  }

  private Optional<FakeRun> any(RunState... states) {
    List<FakeRun> runs = new ArrayList<>();
    for (FakeRun run : world.leases.runs()) {
      if (List.of(states).contains(run.state()) && run.totals().isPresent()) {
        runs.add(run);
      }
    }
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(random.nextInt(runs.size())));
  }

  // How it ends.

  /** Everybody rests, and what can be carried is carried. */
  private void end() {
    calm = true;
    world.portal.heal();
    if (!reload.isEmpty()) {
      ledger.others(this::reloadsInParts);
    }
    world.clock.advance(Duration.ofDays(2));
    ledger.allows(true);
    Supplier<RunReport> last = () -> world.limits(World.NO_LIMITS).sync();
    log.add("last sync");
    last.get();
    assertThat(world.portal.misdeeds()).isEmpty();
    for (long id : world.mirror.deals()) {
      assertCarried(world.mirror.get(id));
    }
    int written = world.portal.written().size();
    last.get();
    assertThat(world.portal.written()).as("a second sync writes nothing").hasSize(written);
  }

  private void assertCarried(MirrorDeal deal) {
    boolean waits =
        deal.mode() != Mode.MIRROR
            || deal.held()
            || deal.standing().parked().isPresent()
            || deal.policy().orElse(byDefault) == Policy.HOLD;
    if (!waits) {
      assertThat(world.portal.rows(deal.deal()).canonical().sameOrder(deal.desired()))
          .as("deal %s, portal has %s", deal, world.portal.rows(deal.deal()))
          .isTrue();
      assertThat(deal.edit()).as("%s", deal).isEmpty();
    }
  }

  /** Often the same as the last time: what happens to one deal alone is seldom a trouble. */
  private long deal() {
    latest = random.nextInt(3) == 0 ? 1 + random.nextLong(deals) : latest;
    return latest;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
