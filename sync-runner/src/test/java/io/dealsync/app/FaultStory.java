package io.dealsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.decide.HoldReason;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.RunLease;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunOutcome;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.SieveSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.SandboxPortal;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.fault.FaultRule;
import io.dealsync.sandbox.rest.Limits;
import io.dealsync.sandbox.rest.Quirk;
import io.dealsync.testing.FakeLeases;
import io.dealsync.testing.FakeMirror;
import io.dealsync.testing.FakeRun;
import io.dealsync.testing.JournalRow;
import io.dealsync.testing.Randoms;
import io.dealsync.testing.Seeds;
import io.dealsync.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A small mirror and a faulty portal, joined by the real client over real HTTP in stepped time:
 * people edit both sides, runs end well or badly, and once the faults stop one run must set
 * everything right.
 */
final class FaultStory implements AutoCloseable {

  private static final long CONTACTS = 8;

  /** Quirks that go with each other and with every fault. */
  private static final List<Quirk> QUIRKS =
      List.of(
          Quirk.STRICT_MISSING_DEAL,
          Quirk.SET_ACCEPTS_MISSING_DEAL,
          Quirk.ROW_LIMIT_HAZARD,
          Quirk.ROW_LIMIT_HAZARD_ALWAYS,
          Quirk.LINK_WRITES_BUMP_UPDATED_TIME,
          Quirk.TIES_REVERSED,
          Quirk.BATCH_OVERFLOW_REFUSED,
          Quirk.BATCH_ERRORS_AS_STRINGS,
          Quirk.QUERY_LIMIT_IN_BATCH,
          Quirk.RETRY_AFTER,
          Quirk.SELF_HOSTED,
          Quirk.ERRORS_WITH_STATUS_200,
          Quirk.ERRORS_WITH_STATUS_401,
          Quirk.PORTAL_DELETED_403,
          Quirk.LOCALISED_TEXTS,
          Quirk.NO_CONTACT_IS_NULL,
          Quirk.NO_CONTACT_IS_MISSING,
          Quirk.ITEM_LIST_FORBIDDEN,
          Quirk.WHOLE_SECONDS);

  private final Random random;
  private final Randoms randoms;
  private final SteppedTime time = new SteppedTime();
  private final DamageWatch watch = new DamageWatch(time::now);
  private final FakeMirror mirror = new FakeMirror();
  private final List<FaultRule> faults;
  private final List<String> log = new ArrayList<>();
  private final Comparison comparison;
  private final SieveSettings sieve;
  private final List<Quirk> quirks;
  private final int deals;
  private final SandboxPortal sandbox;
  private final BitrixPortal client;
  private final WitnessedPortal portal;
  private final FakeLeases leases;

  FaultStory(long seed) {
    this.random = Seeds.random(seed);
    this.randoms = new Randoms(random, CONTACTS);
    this.deals = 5 + random.nextInt(8);
    this.comparison = random.nextInt(4) == 0 ? Comparison.EXACT : Comparison.ORDER;
    this.sieve = random.nextBoolean() ? SieveSettings.DEFAULT : SieveSettings.OFF;
    FaultDraw draw = new FaultDraw(random);
    this.faults = seed % 2 == 0 ? draw.alone((int) (seed / 2 % FaultDraw.kinds())) : draw.mixture();
    this.quirks = QUIRKS.stream().filter(quirk -> random.nextInt(6) == 0).toList();
    this.sandbox = SandboxPortal.start(options());
    this.client =
        BitrixPortal.connect(
            Webhook.parse(sandbox.webhookUrl().toString()),
            RestSettings.DEFAULT.inFlight(1),
            new TrafficLog("main", relocation -> {}, address -> {}),
            time,
            random);
    this.portal = new WitnessedPortal(client);
    this.leases = new FakeLeases(mirror, portal::witness, time::now);
    portal.always(watch::intend);
    populate();
    sandbox.state().onWrite(watch::see);
  }

  private SandboxOptions options() {
    Limits limits = random.nextBoolean() ? Limits.none() : Limits.standardPlan();
    log.add("faults " + faults + ", quirks " + quirks);
    return SandboxOptions.defaults()
        .withLimits(limits.withLatency(Duration.ofMillis(random.nextInt(400))))
        .withQuirks(quirks.toArray(Quirk[]::new))
        .withFaults(random.nextLong(1000), List.of())
        .withTime(time::now, time::sleep);
  }

  private void populate() {
    for (long contact = 1; contact <= CONTACTS; contact++) {
      sandbox.state().putContact(contact);
    }
    for (long deal = 1; deal <= deals; deal++) {
      LinkImage image = randoms.image();
      if (random.nextInt(12) > 0) {
        sandbox.state().putDeal(deal, rows(image));
      }
      if (random.nextInt(8) > 0) {
        boolean near = random.nextBoolean();
        mirror.want(deal, near ? randoms.edited(image.canonical()) : randoms.wanted());
        settings(deal);
        agreeSometimes(deal, image);
      }
    }
  }

  private void agreeSometimes(long deal, LinkImage image) {
    if (random.nextBoolean() && image.wellFormed() && !image.isEmpty()) {
      mirror.agreedOn(deal, image.toString());
    }
  }

  private void settings(long deal) {
    mirror.mode(deal, pick(Mode.MIRROR, Mode.MIRROR, Mode.MIRROR, Mode.ADD_ONLY, Mode.PAUSED));
    mirror.policy(deal, pick(Policy.MIRROR_WINS, Policy.MIRROR_WINS, Policy.MERGE, Policy.HOLD));
  }

  /** What was said and recorded, for whoever looks for secrets in it. */
  String told() {
    StringBuilder told = new StringBuilder(String.join("\n", log));
    for (FakeRun run : leases.runs()) {
      told.append(run.rows()).append(run.held()).append(run.failed());
      told.append(run.ended() ? run.end() : "");
    }
    return told.toString();
  }

  /** The kinds of faults that did strike. */
  Set<Class<?>> struck() {
    return sandbox.faults().strikes().stream()
        .map(strike -> strike.rule().fault().getClass())
        .collect(Collectors.toSet());
  }

  void play() {
    try {
      for (int act = 1 + random.nextInt(3); act > 0; act--) {
        faults.forEach(sandbox.faults()::add);
        peopleWork();
        sync();
        sandbox.faults().clear();
      }
      end();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(String.join("\n  ", log) + "\n" + failure, failure);
    }
  }

  // What happens.

  private void peopleWork() {
    for (int i = random.nextInt(5); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0, 1 -> editMirror();
        case 2, 3 -> editPortal();
        case 4 -> changeSettings();
        default -> time.pass(Duration.ofSeconds(random.nextInt(200)));
      }
    }
    if (random.nextInt(20) == 0) {
      sandbox.rename();
      log.add("the portal is renamed");
    }
  }

  private void editMirror() {
    long deal = deal();
    boolean managed = mirror.deals().contains(deal);
    mirror.want(deal, managed ? randoms.edited(mirror.get(deal).desired()) : randoms.wanted());
  }

  private void editPortal() {
    long deal = deal();
    long contact = randoms.contact();
    if (!sandbox.state().hasDeal(deal) || !sandbox.state().hasContact(contact)) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> sandbox.state().asThirdParty().link(deal, contact, random.nextBoolean());
      case 1 -> sandbox.state().asThirdParty().unlink(deal, contact);
      default -> sandbox.state().asThirdParty().setLinks(deal, existing(randoms.image()));
    }
  }

  private List<LinkRow> existing(LinkImage image) {
    return rows(image).stream().filter(row -> sandbox.state().hasContact(row.contactId())).toList();
  }

  private void changeSettings() {
    long deal = deal();
    if (mirror.deals().contains(deal)) {
      settings(deal);
    }
  }

  /** A run, which sometimes loses its process. */
  private void sync() {
    leases.dieAfter(random.nextInt(6) == 0 ? random.nextInt(12) : Integer.MAX_VALUE);
    try {
      run();
    } catch (FakeLeases.Killed death) {
      log.add("sync died");
    } finally {
      leases.dieAfter(Integer.MAX_VALUE);
    }
    assertThat(watch.damage()).isEmpty();
  }

  private RunReport run() {
    Reconciler reconciler =
        new Reconciler(mirror, portal, runSettings(), Progress.NONE, StopSignal.NEVER, time::now);
    try (RunLease lease = leases.acquire("main", "sync")) {
      RunReport report = reconciler.sync(lease, World.header("sync"), new Selection.All());
      log.add("sync " + report);
      return report;
    }
  }

  private RunSettings runSettings() {
    return new RunSettings(comparison, Policy.MIRROR_WINS, World.NO_LIMITS, Duration.ofSeconds(60))
        .with(sieve);
  }

  // How it ends.

  private void end() {
    time.pass(Duration.ofMinutes(11));
    RunReport last = run();
    assertThat(last.outcome()).isIn(RunOutcome.IN_SYNC, RunOutcome.INCOMPLETE);
    assertThat(last.failed())
        .isLessThanOrEqualTo(mirror.deals().stream().filter(this::unclear).count());
    mirror.deals().forEach(this::assertConverged);
    for (FakeRun run : leases.runs()) {
      assertThat(run.rows()).noneMatch(JournalRow::open);
    }
    RunReport again = run();
    assertThat(again.traffic().writes()).isZero();
    assertThat(again.plan().orElseThrow().changes()).isZero();
    assertThat(watch.damage()).isEmpty();
  }

  private void assertConverged(long id) {
    MirrorDeal deal = mirror.get(id);
    if (deal.mode() == Mode.PAUSED || unclear(id) || heldForAReason(deal)) {
      return;
    }
    LinkImage now = portalRows(id);
    assertThat(agrees(deal, now))
        .as("deal %s wants %s, the portal has %s", id, deal.desired().links(), now)
        .isTrue();
    assertThat(deal.base()).isEqualTo(Optional.of(now.canonical()));
    assertThat(deal.edit()).isEqualTo(OptionalLong.empty());
  }

  /**
   * What "not found" means in another language nobody can know where no method tells it by a code:
   * such a deal fails (contract 12).
   */
  private boolean unclear(long deal) {
    return quirks.contains(Quirk.LOCALISED_TEXTS)
        && quirks.contains(Quirk.STRICT_MISSING_DEAL)
        && (quirks.contains(Quirk.ITEM_LIST_FORBIDDEN)
            || quirks.contains(Quirk.BATCH_ERRORS_AS_STRINGS))
        && !sandbox.state().hasDeal(deal)
        && mirror.get(deal).mode() != Mode.PAUSED;
  }

  private boolean agrees(MirrorDeal deal, LinkImage now) {
    LinkSet observed = now.canonical();
    return deal.mode() == Mode.ADD_ONLY
        ? observed.contacts().containsAll(deal.desired().contacts())
        : now.wellFormed() && comparison.same(deal.desired(), observed);
  }

  /** A hold is right only when its reason is true. */
  private boolean heldForAReason(MirrorDeal deal) {
    Optional<HeldDeal> hold = mirror.holdOf(deal.deal());
    hold.ifPresent(
        held ->
            assertThat(isTrue(held.reason(), deal))
                .as("hold of %s: %s", deal.deal(), held)
                .isTrue());
    return hold.isPresent();
  }

  private boolean isTrue(HoldReason reason, MirrorDeal deal) {
    return switch (reason) {
      case DEAL_MISSING -> !sandbox.state().hasDeal(deal.deal());
      case CONTACT_MISSING ->
          deal.desired().contacts().stream()
              .anyMatch(contact -> !sandbox.state().hasContact(contact));
      case PORTAL_CHANGED, BOTH_CHANGED, FIRST_SIGHT ->
          deal.policy().equals(Optional.of(Policy.HOLD)) && !agrees(deal, portalRows(deal.deal()));
      case CONFLICT -> deal.policy().equals(Optional.of(Policy.MERGE));
      case DEAL_TEMPLATE, DEAL_DENIED, GUARD, PARKED, REPEATED_REPAIR -> false;
    };
  }

  private LinkImage portalRows(long deal) {
    return new LinkImage(
        sandbox.state().links(deal).stream()
            .map(row -> new Link(row.contactId(), row.sort(), row.primary()))
            .toList());
  }

  private static List<LinkRow> rows(LinkImage image) {
    return image.rows().stream()
        .map(row -> new LinkRow(row.contact(), row.sort(), row.primary()))
        .toList();
  }

  private long deal() {
    return 1 + random.nextLong(deals);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  @Override
  public void close() {
    client.close();
    sandbox.close();
  }
}
