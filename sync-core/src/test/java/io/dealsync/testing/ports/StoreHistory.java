package io.dealsync.testing.ports;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Losses;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.Fill;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Journal;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.Settled;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.journal.Takeover;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.PastRepair;
import io.dealsync.plan.PlanTotals;
import io.dealsync.plan.Rebase;
import io.dealsync.portal.Traffic;
import io.dealsync.testing.Randoms;
import io.dealsync.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * One random history of people's edits and of runs, played on one store and told step by step: two
 * stores that keep the same contract tell the same story of a seed.
 */
public final class StoreHistory {

  private static final long DEALS = 5;
  private static final List<Long> ALL = LongStream.rangeClosed(1, DEALS).boxed().toList();
  private static final Duration WINDOW = Duration.ofHours(24);
  private static final Instant SEEN = Instant.parse("2026-10-31T02:00:00Z");
  private static final MethodChooser CHOOSER = new MethodChooser(Comparison.ORDER);

  private final Store store;
  private final Random random;
  private final Randoms randoms;
  private final List<String> story = new ArrayList<>();
  private final Map<Long, Integer> runs = new TreeMap<>();
  private final Map<Long, Integer> edits = new TreeMap<>();

  public StoreHistory(long seed, Store store) {
    this.store = store;
    this.random = Seeds.random(seed);
    this.randoms = new Randoms(random, 5);
  }

  /** Everything that happened, and what the store said after each step. */
  public List<String> tell() {
    int steps = 3 + random.nextInt(6);
    for (int step = 0; step < steps; step++) {
      if (random.nextInt(5) < 2) {
        edit();
      } else {
        run();
      }
    }
    return story;
  }

  // What people do.

  private void edit() {
    long deal = deal();
    Optional<MirrorDeal> known = find(deal);
    int choice = known.isEmpty() ? 0 : random.nextInt(8);
    switch (choice) {
      case 1 -> {
        Mode mode = pick(Mode.values());
        store.mode(deal, mode);
        told("mode of %d: %s", deal, mode);
      }
      case 2 -> {
        Policy policy = pick(Policy.values());
        store.policy(deal, policy);
        told("policy of %d: %s", deal, policy);
      }
      case 3 -> {
        store.forget(deal);
        told("forgets %d", deal);
      }
      case 4 -> {
        store.want(deal, known.orElseThrow().desired());
        told("wants the same of %d", deal);
      }
      case 5 -> {
        if (known.orElseThrow().held() && known.orElseThrow().standing().known().isEmpty()) {
          store.acknowledge(deal);
        }
        told("acknowledges %d", deal);
      }
      default -> {
        LinkSet links = randoms.wanted();
        store.want(deal, links);
        told("wants %s of %d", links.links(), deal);
      }
    }
  }

  // What a run does.

  private void run() {
    OptionalLong origin =
        random.nextInt(6) == 0 && !runs.isEmpty()
            ? OptionalLong.of(pick(runs.keySet().toArray(Long[]::new)))
            : OptionalLong.empty();
    Map<String, String> allowed =
        random.nextInt(6) == 0 ? Map.of("removed-links", "1000") : Map.of();
    RunHeader header = new RunHeader(store.portal(), "sync", "ann at desk", origin, allowed);
    try (RunLease lease = store.leases().acquire(store.portal(), "sync")) {
      if (random.nextInt(8) == 0) {
        fill(lease, header);
        return;
      }
      Journal journal = lease.open(header);
      begun(journal);
      told("a run begins, origin %s, allowing %s", origin.isPresent(), allowed.keySet());
      settleEarlier(journal);
      new Pass(journal).go();
      if (random.nextInt(6) > 0) {
        journal.countFailures(pick(Duration.ZERO, Duration.ofHours(12)));
        RunState state = pick(RunState.DONE, RunState.DONE, RunState.PLANNED, RunState.FAILED);
        lease.finish(journal.run(), end(state));
        told("the run is %s", state);
      }
    }
    told("the lease is given back");
  }

  private void begun(Journal journal) {
    runs.put(journal.run(), runs.size() + 1);
  }

  private void fill(RunLease lease, RunHeader header) {
    Fill fill = lease.fill(header, "all");
    begun(fill.journal());
    List<Takeover> deals = new ArrayList<>();
    for (long deal = 1; deal <= DEALS; deal++) {
      if (find(deal).isEmpty()) {
        deals.add(new Takeover(deal, healthy()));
      }
    }
    if (!deals.isEmpty()) {
      fill.take(deals, DEALS);
    }
    fill.complete();
    lease.finish(fill.journal().run(), end(RunState.DONE));
    told("a fill takes in %d", deals.size());
  }

  private void settleEarlier(Journal journal) {
    List<OpenIntent> open = journal.openIntents(0, 0, 100);
    if (!open.isEmpty()) {
      List<Outcome> outcomes =
          open.stream().map(each -> outcome(each.change(), pick(0, 1, 4, 5))).toList();
      journal.settleEarlier(open, outcomes);
      told("settles %s earlier: %s", open.size(), outcomes);
    }
  }

  /** One run's way through the deals. */
  private final class Pass {
    private final Journal journal;
    private final List<Change> planned = new ArrayList<>();
    private long held;
    private long failed;

    Pass(Journal journal) {
      this.journal = journal;
    }

    void go() {
      for (MirrorDeal deal : store.mirror().page(selection(), 0, 100)) {
        decide(deal);
      }
      if (!planned.isEmpty()) {
        journal.planned(planned);
      }
      journal.totals(totals());
      told(journal, "plans %s", planned);
      if (random.nextBoolean()) {
        edit();
      }
      for (Change change : journal.pending(0, 100)) {
        send(change);
      }
      if (random.nextInt(3) == 0) {
        journal.remaining();
        told(journal, "counts what remains");
      }
    }

    private void decide(MirrorDeal deal) {
      long id = deal.deal();
      int choice = random.nextInt(8);
      switch (choice) {
        case 0 -> journal.observed(List.of(new DealObservation(id, observation())));
        case 1 ->
            journal.agreed(List.of(new Agreement(id, deal.desired().asImage(), deal.edit(), true)));
        case 2 -> {
          journal.agreed(List.of(new Agreement(id, healthy(), OptionalLong.empty(), false)));
          hold(deal);
        }
        case 3 -> hold(deal);
        case 4 -> {
          journal.failed(List.of(new FailedDeal(id, "It is not readable.")));
          failed++;
        }
        case 5 -> journal.skipped(List.of(new SkippedDeal(id, "It is as wanted.")));
        default -> planned.add(change(deal));
      }
    }

    private void hold(MirrorDeal deal) {
      HoldReason reason = pick(HoldReason.BOTH_CHANGED, HoldReason.GUARD, HoldReason.PARKED);
      HeldDeal hold = new HeldDeal(deal.deal(), reason, "It is " + reason, deal.edit());
      journal.held(List.of(deal.standing().known().isPresent() ? hold.asKnown() : hold));
      held++;
    }

    private void send(Change planned) {
      Change change = planned;
      if (random.nextInt(5) == 0) {
        change = towards(change, randoms.wanted());
        journal.replanned(List.of(change));
      }
      int choice = random.nextInt(9);
      if (choice == 8) {
        return;
      }
      if (choice == 7) {
        journal.settle(List.of(new Settled(change, new Outcome.Needless(change.before()))));
        told(journal, "%d needs nothing", change.deal());
        return;
      }
      if (journal.intend(List.of(change), Policy.MERGE).committed().isEmpty()) {
        told(journal, "%d does not stand any more", change.deal());
        return;
      }
      if (choice == 6) {
        told(journal, "sends and hears nothing of %d", change.deal());
        return;
      }
      boolean retried = random.nextInt(5) == 0;
      if (retried) {
        change = towards(change, randoms.wanted());
        journal.intend(List.of(change), Policy.MERGE);
      }
      if (random.nextInt(4) == 0) {
        edit();
      }
      Outcome outcome = retried ? outcome(change, random.nextInt(5)) : firstOutcome(change);
      journal.settle(List.of(new Settled(change, outcome)));
      told(journal, "%d ends as %s", change.deal(), outcome);
    }

    private PlanTotals totals() {
      long all = store.mirror().managed().all();
      return new PlanTotals(
          ManagedDeals.mirrored(all),
          all,
          0,
          planned.size(),
          held,
          failed,
          planned.stream().filter(each -> each.delta().emptied()).count(),
          planned.stream().mapToLong(each -> each.delta().added().size()).sum(),
          planned.stream().mapToLong(each -> each.delta().removed().size()).sum(),
          0,
          0,
          0,
          0,
          true);
    }
  }

  private Selection selection() {
    return switch (random.nextInt(3)) {
      case 0 -> new Selection.Edited();
      case 1 -> new Selection.Deals(List.of(deal(), deal()));
      default -> new Selection.All();
    };
  }

  private Observation observation() {
    return switch (random.nextInt(4)) {
      case 0 -> new Observation.Missing(SEEN);
      case 1 -> new Observation.Denied("No.", SEEN);
      case 2 -> new Observation.Unreadable("not JSON", SEEN);
      default -> new Observation.Present(randoms.image(), SEEN);
    };
  }

  private Change change(MirrorDeal deal) {
    boolean addsFirst = deal.mode() == Mode.MIRROR && random.nextInt(5) == 0;
    Mode mode = addsFirst ? Mode.ADD_ONLY : deal.mode();
    LinkImage before = healthy();
    LinkSet target = mode == Mode.ADD_ONLY ? more(before) : deal.desired();
    OptionalLong edit = random.nextInt(6) == 0 ? OptionalLong.empty() : deal.edit();
    return new Change(
        deal.deal(),
        mode,
        Policy.MERGE,
        before,
        target,
        CHOOSER.choose(before, target, mode),
        SEEN,
        edit,
        addsFirst || random.nextInt(3) > 0 ? Optional.empty() : Optional.of(adoption(deal)));
  }

  private LinkSet more(LinkImage before) {
    return before.isEmpty() ? randoms.wanted() : before.canonical();
  }

  private Adoption adoption(MirrorDeal deal) {
    LinkSet to = random.nextInt(3) == 0 ? deal.desired() : randoms.wanted();
    Rebase rebase =
        switch (random.nextInt(6)) {
          case 0 -> new Rebase.Unmanaged();
          case 1 -> new Rebase.Back(Optional.empty());
          case 2 -> new Rebase.Back(Optional.of(random.nextBoolean() ? to : randoms.wanted()));
          default -> new Rebase.ToPortal();
        };
    return new Adoption(deal.desired(), to, rebase);
  }

  private static Change towards(Change from, LinkSet target) {
    LinkSet reachable = from.mode() == Mode.ADD_ONLY ? from.target() : target;
    return new Change(
        from.deal(),
        from.mode(),
        from.policy(),
        from.before(),
        reachable,
        CHOOSER.choose(from.before(), reachable, from.mode()),
        from.observedAt(),
        from.edit(),
        from.adoption());
  }

  private Outcome firstOutcome(Change change) {
    return random.nextInt(8) == 0
        ? new Outcome.NotSent("The portal was busy.")
        : outcome(change, random.nextInt(5));
  }

  private Outcome outcome(Change change, int choice) {
    return switch (choice) {
      case 0 -> new Outcome.Failed("The portal refused.", Optional.of(change.before()));
      case 1 -> new Outcome.Failed("The portal refused.");
      case 2 -> new Outcome.Held(HoldReason.PORTAL_CHANGED, "It moved.");
      case 3, 4 -> new Outcome.Verified(change.target().asImage());
      default -> new Outcome.Unknown("The answer was lost.");
    };
  }

  private LinkImage healthy() {
    return randoms.wanted().asImage();
  }

  private static RunEnd end(RunState state) {
    return new RunEnd(
        state, "done", 0, 0, 0, 0, new Traffic(1, 0, 0, 1), 1, Duration.ZERO, "because");
  }

  // What the store says.

  private void told(String what, Object... about) {
    told(what.formatted(about), Optional.empty());
  }

  private void told(Journal journal, String what, Object... about) {
    told(what.formatted(about), Optional.of(journal));
  }

  private void told(String what, Optional<Journal> journal) {
    StringBuilder text = new StringBuilder(withoutMarks(what));
    store.mirror().named(ALL).forEach(deal -> text.append("\n    ").append(words(deal)));
    text.append("\n    all ").append(ids(new Selection.All()));
    text.append(" edited ").append(ids(new Selection.Edited()));
    text.append(" held edits ").append(store.mirror().heldEdits());
    text.append(" lost ").append(store.mirror().lostLinks());
    ManagedDeals managed = store.mirror().managed();
    text.append(" managed %d/%d/%d".formatted(managed.all(), managed.paused(), managed.addOnly()));
    journal.ifPresent(each -> text.append("\n    ").append(words(each)));
    for (long run : runs.keySet()) {
      for (ChangeRecord row : store.archive().changes(run, 0, 100)) {
        if (row.before().isPresent()) {
          text.append("\n    ").append(words(row));
        }
      }
    }
    story.add(text.toString());
  }

  /** Marks are numbered as each store likes. */
  private static String withoutMarks(String text) {
    return text.replaceAll("OptionalLong\\S*", "mark");
  }

  private String words(MirrorDeal deal) {
    return "deal %d %s %s wants %s base %s edit %s held %s known %s parked %s read %s"
        .formatted(
            deal.deal(),
            deal.mode(),
            deal.policy(),
            deal.desired().links(),
            deal.base().map(LinkSet::links),
            mark(deal.edit()),
            deal.held(),
            deal.standing().known(),
            deal.standing().parked().isPresent(),
            deal.standing().readAt().isPresent());
  }

  private String words(Journal journal) {
    GuardWindow window = journal.window(WINDOW);
    return "run news %d window %s, %s pending %s repairs %s"
        .formatted(
            journal.news(),
            words(window.portal()),
            words(window.mirror()),
            journal.pending(0, 100).stream().map(Change::deal).toList(),
            journal.repairs(ALL, SEEN).stream().map(StoreHistory::words).sorted().toList());
  }

  private static String words(PastRepair repair) {
    return "%d: %s → %s%s agreed %s"
        .formatted(
            repair.deal(),
            repair.before(),
            repair.target().links(),
            repair.edited() ? " edited" : "",
            repair.agreed().map(LinkSet::links));
  }

  private String words(Losses losses) {
    return "%d emptied %d removed by %s"
        .formatted(
            losses.emptied(),
            losses.removedLinks(),
            losses.runs().map(each -> runs.get(each.first()) + "–" + runs.get(each.last())));
  }

  private String words(ChangeRecord row) {
    return "row %d/%d %s %s %s %s → %s learns %s edit %s agreed %s after %s attempts %d"
        .formatted(
            runs.get(row.run()),
            row.deal(),
            row.status(),
            row.action(),
            row.method(),
            row.before(),
            row.target().map(LinkSet::links),
            row.adoption(),
            mark(row.edit()),
            row.agreed().map(LinkSet::links),
            row.after(),
            row.attempts());
  }

  private String mark(OptionalLong edit) {
    return edit.isEmpty()
        ? "none"
        : "#" + edits.computeIfAbsent(edit.getAsLong(), ignored -> edits.size() + 1);
  }

  private List<Long> ids(Selection selection) {
    return store.mirror().page(selection, 0, 100).stream().map(MirrorDeal::deal).toList();
  }

  private Optional<MirrorDeal> find(long deal) {
    return store.mirror().named(List.of(deal)).stream().findFirst();
  }

  private long deal() {
    return 1 + random.nextLong(DEALS);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
