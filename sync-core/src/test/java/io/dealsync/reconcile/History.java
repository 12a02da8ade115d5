package io.dealsync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.FirstSight;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limits;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunState;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.run.SieveSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.run.Waves;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakePortal;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.Fault;
import io.dealsync.testing.JournalRow;
import io.dealsync.testing.LinkTable;
import io.dealsync.testing.Randoms;
import io.dealsync.testing.Seeds;
import io.dealsync.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One random history of a mirror, a portal and the runs between them. */
final class History {

  private static final long CONTACTS = 8;
  private static final Limits TIGHT =
      new Limits(60, 20, 2, 6, false, false, Duration.ofHours(24), false);

  private FirstSight firstSight = FirstSight.MIRROR;
  private final Random random;
  private final Randoms randoms;
  private final World world = new World();
  private final Comparison comparison;
  private final Policy byDefault;
  private final boolean sieved;
  private final int deals;
  private final List<String> log = new ArrayList<>();
  private int seen;
  private boolean othersEditMeanwhile;
  private Instant portalMoved = Instant.MIN;

  History(long seed) {
    this.random = Seeds.random(seed);
    this.randoms = new Randoms(random, CONTACTS);
    this.sieved = random.nextInt(4) == 0;
    this.deals = sieved && random.nextInt(10) == 0 ? 400 : 4 + random.nextInt(20);
    this.byDefault = pick(Policy.MIRROR_WINS, Policy.HOLD, Policy.MERGE);
    this.comparison = random.nextInt(4) == 0 ? Comparison.EXACT : Comparison.ORDER;
    world.comparing(comparison).policy(byDefault);
    world.leases.whenPlanned(this::holdAgainstTheTable);
    world.sieve(new SieveSettings(sieved, 20, Duration.ofDays(7), 1));
    if (random.nextBoolean()) {
      world.portal.missingDealsAnswerNotFound();
    }
    for (long contact = 1; contact <= CONTACTS; contact++) {
      world.portal.contacts(contact);
    }
    for (long deal = 1; deal <= deals; deal++) {
      populate(deal);
    }
  }

  private void populate(long deal) {
    if (random.nextInt(12) > 0) {
      world.portal.deal(deal, randoms.image());
    }
    if (random.nextInt(6) > 0) {
      world.mirror.want(deal, randoms.wanted());
      settings(deal);
    }
  }

  private void settings(long deal) {
    world.mirror.mode(
        deal, pick(Mode.MIRROR, Mode.MIRROR, Mode.MIRROR, Mode.ADD_ONLY, Mode.PAUSED));
    world.mirror.policy(deal, pick(Policy.MIRROR_WINS, Policy.HOLD, Policy.MERGE, Policy.MERGE));
  }

  void play() {
    try {
      int steps = 4 + random.nextInt(20);
      for (int step = 0; step < steps; step++) {
        act();
        assertInvariants();
      }
      end();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(String.join("\n  ", log) + "\n" + failure, failure);
    }
  }

  // What happens.

  private void act() {
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> people("edit the mirror", this::editMirror);
      case 3, 4, 5 -> people("edit the portal", this::editPortal);
      case 6 -> people("change a deal's settings", this::changeSettings);
      case 7 -> people("delete or create something", this::deleteOrCreate);
      case 8 -> trouble();
      case 9 -> world.clock.advance(Duration.ofSeconds(random.nextInt(150)));
      case 10 -> heal();
      case 11 -> run("plan", () -> world.plan(planned(selection())));
      case 12 -> takeUp();
      case 13 -> undo();
      default -> run("sync", () -> world.sync(synced(selection())));
    }
  }

  private void people(String what, Runnable action) {
    log.add(what);
    for (int i = random.nextInt(4); i >= 0; i--) {
      action.run();
    }
  }

  private void editMirror() {
    long deal = deal();
    boolean slightly = world.mirror.deals().contains(deal) && random.nextInt(3) > 0;
    world.mirror.want(
        deal, slightly ? randoms.edited(world.mirror.get(deal).desired()) : randoms.wanted());
  }

  private void editPortal() {
    long deal = deal();
    if (!world.portal.deals().contains(deal)) {
      return;
    }
    portalMoved = world.clock.instant();
    LinkTable table = world.portal.edit(deal);
    long contact = randoms.contact();
    switch (random.nextInt(4)) {
      case 0 -> table.delete(contact);
      case 1 -> world.portal.deal(deal, existing(randoms.image()));
      default -> {
        if (world.portal.hasContact(contact)) {
          table.add(contact, random.nextBoolean());
        }
      }
    }
  }

  private LinkImage existing(LinkImage image) {
    return new LinkImage(
        image.rows().stream().filter(row -> world.portal.hasContact(row.contact())).toList());
  }

  private void changeSettings() {
    long deal = deal();
    if (world.mirror.deals().contains(deal)) {
      if (random.nextInt(4) == 0) {
        world.mirror.forget(deal);
      } else {
        settings(deal);
      }
    }
  }

  /** What was read before is old by now: nobody can know sooner that a contact is gone. */
  private void deleteOrCreate() {
    long contact = randoms.contact();
    switch (random.nextInt(4)) {
      case 0 -> world.portal.deleteDeal(deal());
      case 1 -> world.portal.deleteContact(contact);
      case 2 -> world.portal.contacts(contact);
      default -> {
        long deal = deal();
        if (!world.portal.deals().contains(deal)) {
          world.portal.deal(deal, existing(randoms.image()));
        }
      }
    }
    world.clock.advance(Duration.ofSeconds(61));
  }

  private void trouble() {
    switch (random.nextInt(5)) {
      case 0 -> world.portal.deny(deal());
      case 1 -> world.portal.garble(deal());
      case 2 -> world.portal.failAfter(random.nextInt(9), FakePortal.unreachable());
      case 3 -> {
        othersEditMeanwhile = true;
        world.portal.beforeEachCall(this::editPortal);
      }
      default -> {
        for (int i = 0; i < 5; i++) {
          world.portal.fault(deal(), pick(Fault.values()), pick(Fault.values()));
        }
      }
    }
    log.add("trouble");
  }

  private void heal() {
    log.add("heal");
    world.portal.heal();
    othersEditMeanwhile = false;
  }

  /** A plan shows what a run over all deals does. */
  private Selection planned(Selection selection) {
    firstSight = world.settings().firstSight().in(new Selection.All());
    return selection;
  }

  private Selection synced(Selection selection) {
    firstSight = world.settings().firstSight().in(selection);
    return selection;
  }

  private Selection selection() {
    return switch (random.nextInt(6)) {
      case 0 -> new Selection.Edited();
      case 1 -> new Selection.Deals(List.of(deal(), deal(), deal()));
      default -> new Selection.All();
    };
  }

  private void takeUp() {
    anyRun(RunState.PLANNED, RunState.REFUSED, RunState.INTERRUPTED)
        .filter(run -> run.totals().isPresent())
        .ifPresent(run -> run("apply", () -> world.apply(run.id())));
  }

  private void undo() {
    boolean toMirror = random.nextBoolean();
    anyRun(RunState.DONE).ifPresent(run -> run("undo", () -> world.undo(run.id(), toMirror)));
  }

  private Optional<FakeRun> anyRun(RunState... states) {
    List<FakeRun> runs = new ArrayList<>();
    for (FakeRun run : world.leases.runs()) {
      if (List.of(states).contains(run.state())) {
        runs.add(run);
      }
    }
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(random.nextInt(runs.size())));
  }

  private void run(String command, Supplier<RunReport> how) {
    boolean tight = random.nextInt(4) == 0;
    world.limits(tight ? TIGHT : World.NO_LIMITS);
    world.waves(random.nextInt(6) == 0 ? new Waves(List.of(2, 3), 0.3) : Waves.NONE);
    world.stop(random.nextInt(6) == 0 ? stopAfter(random.nextInt(4)) : StopSignal.NEVER);
    boolean dies = random.nextInt(5) == 0;
    world.leases.dieAfter(dies ? random.nextInt(14) : Integer.MAX_VALUE);
    int written = world.portal.written().size();
    long removed = world.portal.linksRemoved();
    try {
      RunReport report = how.get();
      log.add(command + " " + report.run() + " " + report.outcome() + " " + report.applied());
      assertHonest(command, report, world.portal.written().size() - written);
      if (tight && sawThePortal(command)) {
        assertThat(world.portal.linksRemoved() - removed)
            .as("links removed under a limit")
            .isLessThanOrEqualTo(TIGHT.removedLinks());
      }
    } catch (FakeLeases.Killed death) {
      log.add(command + " died");
    } finally {
      world.leases.dieAfter(Integer.MAX_VALUE);
    }
  }

  /** A stored plan trusts what it read for as long as the settings allow. */
  private boolean sawThePortal(String command) {
    Instant trusted = world.clock.instant().minus(world.settings().recheckAfter());
    return !othersEditMeanwhile && (!command.equals("apply") || portalMoved.isBefore(trusted));
  }

  private static StopSignal stopAfter(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.getAndIncrement() >= questions;
  }

  // What must be so.

  private void holdAgainstTheTable(FakeRun run) {
    if (!run.header().command().equals("undo") && !othersEditMeanwhile) {
      new PlanCheck(world, run, firstSight).everyDealIsPlannedAsTheTableSays();
    }
  }

  private void assertInvariants() {
    assertThat(world.portal.misdeeds()).isEmpty();
    List<Change> written = world.portal.written();
    for (Change change : written.subList(seen, written.size())) {
      assertThat(world.mirror.active(change.deal())).as("%s is active", change.deal()).isTrue();
    }
    seen = written.size();
  }

  private void assertHonest(String command, RunReport report, int writes) {
    FakeRun run = world.leases.run(report.run());
    assertThat(report.traffic().writes()).isEqualTo(writes);
    boolean allRefused = report.outcome() == RunOutcome.REFUSED && run.setAside().isEmpty();
    if (command.equals("plan") || allRefused) {
      assertThat(writes).isZero();
    }
    assertThat(run.setAside())
        .as("refused edits")
        .allMatch(deal -> run.row(deal).status() == ChangeStatus.PLANNED);
    if (report.plan().isPresent()) {
      assertThat(run.count(ChangeStatus.SENT)).as("intents left open").isZero();
      assertEarlierRunsExplained(run);
    }
    if (command.equals("sync")) {
      assertCounted(run, report);
    }
    run.rows().forEach(this::assertVerifiedAsWanted);
  }

  private void assertEarlierRunsExplained(FakeRun current) {
    for (FakeRun run : world.leases.runs()) {
      if (run.id() != current.id()) {
        assertThat(run.rows())
            .as("rows of run %s", run.id())
            .noneMatch(row -> row.open() && world.portal.tells(row.change().deal()));
      }
    }
  }

  private static void assertCounted(FakeRun run, RunReport report) {
    assertThat(report.applied().verified()).isEqualTo(run.count(ChangeStatus.VERIFIED));
    assertThat(report.applied().needless()).isLessThanOrEqualTo(run.count(ChangeStatus.SKIPPED));
    assertThat(report.applied().failed()).isEqualTo(run.count(ChangeStatus.FAILED));
    assertThat(report.applied().unknown()).isEqualTo(run.count(ChangeStatus.UNKNOWN));
    assertThat(report.applied().held()).isEqualTo(run.count(ChangeStatus.HELD));
    report
        .plan()
        .ifPresent(plan -> assertThat(plan.held()).isEqualTo(run.held().size() + plan.heldEdits()));
  }

  /** A merge may come to another target when someone edits the portal between two attempts. */
  private void assertVerifiedAsWanted(JournalRow row) {
    Change change = row.change();
    if (row.outcome().orElse(null) instanceof Outcome.Verified verified
        && change.mode() == Mode.MIRROR
        && !(change.method() instanceof Method.Keep)
        && change.policy() != Policy.MERGE) {
      assertThat(verified.after().wellFormed()).isTrue();
      assertThat(comparison.same(change.target(), verified.after().canonical())).isTrue();
    }
  }

  // How it ends.

  private void end() {
    heal();
    world.limits(World.NO_LIMITS).stop(StopSignal.NEVER).waves(Waves.NONE);
    world.leases.dieAfter(Integer.MAX_VALUE);
    firstSight = FirstSight.MIRROR;
    RunReport last = world.sync();
    log.add("last sync " + last.outcome());
    assertThat(last.outcome()).isIn(RunOutcome.IN_SYNC, RunOutcome.INCOMPLETE);
    assertInvariants();
    assertThat(last.failed()).isZero();
    world.mirror.deals().forEach(this::assertConverged);
    for (FakeRun run : world.leases.runs()) {
      assertThat(run.rows()).noneMatch(JournalRow::open);
    }
    RunReport again = world.sync();
    assertThat(again.traffic().writes()).isZero();
    assertThat(again.plan().orElseThrow().changes()).isZero();
  }

  private void assertConverged(long id) {
    MirrorDeal deal = world.mirror.get(id);
    if (deal.mode() == Mode.PAUSED || heldForAReason(deal)) {
      return;
    }
    LinkImage rows = world.portal.rows(id);
    assertThat(agrees(deal, rows))
        .as("deal %s wants %s, portal has %s", id, deal.desired().links(), rows)
        .isTrue();
    LinkSet base = deal.base().orElseThrow();
    assertThat(sieved ? base.sameOrder(rows.canonical()) : base.equals(rows.canonical()))
        .as("base %s of deal %s, portal has %s", base.links(), id, rows)
        .isTrue();
    assertThat(deal.edit()).isEmpty();
    assertThat(deal.held()).isFalse();
  }

  /** The portal's list, which a sieve trusts, does not show a second primary. */
  private boolean agrees(MirrorDeal deal, LinkImage rows) {
    LinkSet observed = rows.canonical();
    return deal.mode() == Mode.ADD_ONLY
        ? observed.contacts().containsAll(deal.desired().contacts())
        : (sieved || rows.wellFormed()) && comparison.same(deal.desired(), observed);
  }

  /** A hold is right only when its reason is true. */
  private boolean heldForAReason(MirrorDeal deal) {
    Optional<HeldDeal> hold = world.mirror.holdOf(deal.deal());
    hold.ifPresent(
        held ->
            assertThat(isTrue(held.reason(), deal))
                .as("hold of %s: %s", deal.deal(), held)
                .isTrue());
    return hold.isPresent();
  }

  private boolean isTrue(HoldReason reason, MirrorDeal deal) {
    return switch (reason) {
      case DEAL_MISSING -> !world.portal.deals().contains(deal.deal());
      case CONTACT_MISSING ->
          deal.desired().contacts().stream().anyMatch(contact -> !world.portal.hasContact(contact));
      case PORTAL_CHANGED, BOTH_CHANGED, FIRST_SIGHT ->
          policy(deal) == Policy.HOLD && !agrees(deal, world.portal.rows(deal.deal()));
      case CONFLICT -> policy(deal) == Policy.MERGE;
      case DEAL_TEMPLATE, DEAL_DENIED, GUARD, PARKED, REPEATED_REPAIR -> false;
    };
  }

  private Policy policy(MirrorDeal deal) {
    return deal.policy().orElse(byDefault);
  }

  private long deal() {
    return 1 + random.nextLong(deals);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
