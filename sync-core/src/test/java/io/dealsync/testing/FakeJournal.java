package io.dealsync.testing;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Policy;
import io.dealsync.guard.EditGroup;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.RefusedEdits;
import io.dealsync.guard.ReturnedDatabase;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Intents;
import io.dealsync.journal.Journal;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.PastRepair;
import io.dealsync.plan.PlanTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The memory of one run, in memory. It insists on the order of things: a row's status only moves
 * forward, a target does not change once its intent is committed, and {@link #witness} fails when a
 * write leaves without a committed intent.
 */
public final class FakeJournal implements Journal {

  private final FakeLeases.Lease lease;
  private final FakeRun record;
  private final FakeMirror mirror;
  private final Map<Long, FakeRun> runs;
  private final Set<Change> intended = new HashSet<>();

  FakeJournal(FakeLeases.Lease lease, FakeRun record, FakeMirror mirror, Map<Long, FakeRun> runs) {
    this.lease = lease;
    this.record = record;
    this.mirror = mirror;
    this.runs = runs;
  }

  public FakeRun record() {
    return record;
  }

  /** Fails unless the intent of every change was committed and is not settled yet. */
  void witness(List<Change> changes) {
    for (Change change : changes) {
      if (!intended.remove(change)) {
        throw new AssertionError("A write left without a committed intent: " + change);
      }
    }
  }

  @Override
  public long run() {
    return record.id();
  }

  @Override
  public void proveLease() {
    lease.prove();
  }

  @Override
  public boolean undoes() {
    return record.undoes();
  }

  @Override
  public void observed(List<DealObservation> observations) {
    lease.transaction();
    record.observed.addAll(observations);
    observations.forEach(seen -> mirror.read(seen.deal(), seen.observation()));
  }

  @Override
  public void agreed(List<Agreement> agreements) {
    lease.transaction();
    requireSome(agreements);
    agreements.forEach(each -> mirror.agree(each, record.id()));
  }

  @Override
  public void planned(List<Change> changes) {
    lease.transaction();
    requireSome(changes);
    for (Change change : changes) {
      mirror
          .transaction(change.deal(), change.edit())
          .ifPresent(transaction -> record.groups.put(change.deal(), transaction));
      record.plannedAt.put(change.deal(), mirror.moment());
      if (record.rows.put(change.deal(), JournalRow.planned(change)) != null) {
        throw new AssertionError("Two changes of deal " + change.deal());
      }
    }
  }

  @Override
  public void held(List<HeldDeal> holds) {
    lease.transaction();
    requireSome(holds);
    record.held.addAll(holds);
    holds.forEach(mirror::hold);
  }

  @Override
  public void failed(List<FailedDeal> failures) {
    lease.transaction();
    requireSome(failures);
    record.failed.addAll(failures);
    failures.forEach(each -> mirror.fail(each.deal(), each.error(), record.id()));
  }

  @Override
  public List<PastRepair> repairs(Collection<Long> deals, Instant since) {
    lease.transaction();
    List<PastRepair> past = new ArrayList<>();
    for (FakeRun run : runs.values()) {
      for (JournalRow row : run.rows()) {
        Change change = row.change();
        if (deals.contains(change.deal())
            && !run.undoes()
            && row.status() == ChangeStatus.VERIFIED
            && !(change.method() instanceof Method.Keep)) {
          Instant at = present(run.settledAt.get(change.deal()));
          if (!at.isBefore(since) && !mirror.releasedSince(change.deal(), at)) {
            past.add(
                new PastRepair(
                    change.deal(),
                    at,
                    change.before(),
                    change.target(),
                    change.edit().isPresent(),
                    row.agreed()));
          }
        }
      }
    }
    return past;
  }

  @Override
  public void countFailures(Duration apart) {
    lease.transaction();
    mirror.countFailures(record.id(), apart);
  }

  @Override
  public void skipped(List<SkippedDeal> skipped) {
    lease.transaction();
    requireSome(skipped);
    record.skipped.addAll(skipped);
  }

  @Override
  public void totals(PlanTotals totals) {
    lease.transaction();
    record.totals = Optional.of(totals);
    lease.planned(record);
  }

  @Override
  public PlanTotals remaining() {
    lease.transaction();
    for (JournalRow row : record.rows()) {
      long deal = row.change().deal();
      if (row.status() == ChangeStatus.PLANNED && isEdited(row.change())) {
        record.rows.put(
            deal,
            row.ended(
                new Outcome.Edited("Edited since the plan.", Optional.empty()), Optional.empty()));
      } else if (row.status() == ChangeStatus.PLANNED && !applicable(row.change())) {
        record.takeOut(deal);
      }
    }
    PlanTotals stored = record.totals.orElseThrow();
    List<Change> planned = planned();
    return new PlanTotals(
        mirror.managed(),
        stored.considered(),
        stored.inSync(),
        planned.size(),
        stored.held() + record.count(ChangeStatus.HELD),
        stored.failed(),
        planned.stream().filter(change -> change.delta().emptied()).count(),
        planned.stream().mapToLong(change -> change.delta().added().size()).sum(),
        planned.stream().mapToLong(change -> change.delta().removed().size()).sum(),
        stored.desiredLinks(),
        stored.observedLinks(),
        stored.baseLinks(),
        stored.lostLinks(),
        stored.everything(),
        stored.parked(),
        stored.heldEdits());
  }

  @Override
  public Optional<ReturnedDatabase> comeback() {
    return Optional.empty();
  }

  @Override
  public GuardWindow window(Duration span) {
    return new LossRecords(runs, record, lease.now()).window(span);
  }

  @Override
  public List<EditGroup> editGroups() {
    Map<Long, List<Change>> byGroup = new TreeMap<>();
    for (Change change : planned()) {
      Long group = record.groups.get(change.deal());
      if (group != null) {
        byGroup.computeIfAbsent(group, ignored -> new ArrayList<>()).add(change);
      }
    }
    return byGroup.entrySet().stream()
        .map(
            each ->
                new EditGroup(
                    each.getKey(),
                    each.getValue().size(),
                    each.getValue().stream().filter(change -> change.delta().emptied()).count(),
                    each.getValue().stream()
                        .mapToLong(change -> change.delta().removed().size())
                        .sum(),
                    each.getValue().stream().anyMatch(this::wasRefused)))
        .toList();
  }

  private boolean wasRefused(Change change) {
    return mirror
        .holdOf(change.deal())
        .filter(hold -> hold.reason() == HoldReason.GUARD && hold.edit().equals(change.edit()))
        .isPresent();
  }

  @Override
  public void setAside(RefusedEdits refused) {
    lease.transaction();
    for (EditGroup group : refused.groups()) {
      for (Change change : planned()) {
        if (Long.valueOf(group.transaction()).equals(record.groups.get(change.deal()))) {
          record.waiting.add(change.deal());
          mirror.hold(
              new HeldDeal(
                  change.deal(),
                  HoldReason.GUARD,
                  refused.words(group, record.id()),
                  change.edit()));
        }
      }
    }
  }

  @Override
  public long news() {
    return record.held.stream().filter(hold -> !hold.known()).count()
        + record.failed.size()
        + record.skipped.size()
        + record.count(ChangeStatus.HELD)
        + record.count(ChangeStatus.FAILED)
        + record.count(ChangeStatus.EDITED)
        + planned().stream().filter(mirror::addsFirst).count();
  }

  private boolean applicable(Change change) {
    return mirror.isLatest(change, record.id()) && mirror.active(change.deal());
  }

  private boolean isEdited(Change change) {
    return mirror.active(change.deal())
        && mirror.get(change.deal()).edit().isPresent()
        && !mirror.isUnedited(change, present(record.plannedAt.get(change.deal())), undoes());
  }

  private List<Change> planned() {
    return record.rows().stream()
        .filter(row -> row.status() == ChangeStatus.PLANNED)
        .map(JournalRow::change)
        .toList();
  }

  @Override
  public List<Change> pending(long after, int limit) {
    lease.transaction();
    return planned().stream()
        .filter(change -> change.deal() > after && applicable(change))
        .filter(change -> !record.waiting.contains(change.deal()))
        .limit(limit)
        .toList();
  }

  @Override
  public void replanned(List<Change> changes) {
    lease.transaction();
    requireSome(changes);
    changes.forEach(
        change -> record.rows.compute(change.deal(), (id, row) -> present(row).replanned(change)));
  }

  @Override
  public Intents intend(List<Change> changes, Policy byDefault) {
    return intend(
        changes,
        change ->
            stands(change)
                && (undoes()
                    || change.method() instanceof Method.Keep
                    || mirror.isTreatedAs(change, byDefault)));
  }

  @Override
  public Intents intend(List<Change> changes) {
    return intend(changes, this::stands);
  }

  private Intents intend(List<Change> changes, Predicate<Change> stands) {
    lease.transaction();
    requireSome(changes);
    List<Change> committed = new ArrayList<>();
    List<Intents.Edited> edited = new ArrayList<>();
    for (Change change : changes) {
      JournalRow row = record.row(change.deal());
      if (!stands.test(change)) {
        edited.add(new Intents.Edited(change, "Not sent: edited since the plan."));
        continue;
      }
      committed.add(change);
      if (row.status() == ChangeStatus.PLANNED && !sameWork(row.change(), change)) {
        throw new AssertionError("Intends what was not planned: " + change + " for " + row);
      }
      record.rows.put(change.deal(), row.intended(change, lease.now()));
      intended.add(change);
    }
    return new Intents(committed, edited);
  }

  private boolean stands(Change change) {
    long plannedAt = present(record.plannedAt.get(change.deal()));
    return mirror.isUnedited(change, plannedAt, undoes())
        && !mirror.agreedSince(
            change.deal(), record.id(), plannedAt, record.row(change.deal()).attempts() > 0);
  }

  private static boolean sameWork(Change planned, Change intended) {
    return planned.before().equals(intended.before())
        && planned.target().equals(intended.target())
        && planned.method().equals(intended.method());
  }

  @Override
  public void found(List<Evidence> evidence) {
    lease.transaction();
    requireSome(evidence);
    for (Evidence each : evidence) {
      record.evidence.add(each);
      record.rows.compute(each.deal(), (id, row) -> present(row).found(each.before()));
    }
  }

  @Override
  public List<Settled> settle(List<Settled> settled) {
    lease.transaction();
    requireSome(settled);
    Set<Long> unlearnt =
        settled.stream()
            .filter(each -> agrees(each.outcome()) && mirror.isTooLateFor(each.change()))
            .map(each -> each.change().deal())
            .collect(Collectors.toSet());
    List<Settled> ended = Settled.afterAll(settled, unlearnt);
    ended.forEach(each -> end(record, each.change(), each.outcome(), true));
    return ended;
  }

  private static boolean agrees(Outcome outcome) {
    return outcome instanceof Outcome.Verified || outcome instanceof Outcome.Needless;
  }

  private void end(FakeRun run, Change change, Outcome outcome, boolean counts) {
    run.rows.compute(
        change.deal(), (id, row) -> present(row).ended(outcome, mirror.agreedOn(change.deal())));
    run.settledAt.put(change.deal(), mirror.now());
    switch (outcome) {
      case Outcome.Verified verified ->
          mirror.settle(change, verified.after(), record.id(), undoes());
      case Outcome.Needless needless ->
          mirror.settle(change, needless.observed(), record.id(), undoes());
      case Outcome.Held held ->
          mirror.hold(new HeldDeal(change.deal(), held.reason(), held.detail(), change.edit()));
      case Outcome.Failed failed -> {
        if (counts) {
          mirror.fail(change.deal(), failed.error(), record.id());
        }
      }
      case Outcome.Edited ignored -> {}
      case Outcome.NotSent ignored -> {}
      case Outcome.Unknown ignored -> {}
    }
  }

  @Override
  public List<OpenIntent> openIntents(long afterRun, long afterDeal, int limit) {
    lease.transaction();
    List<OpenIntent> open = new ArrayList<>();
    for (FakeRun run : runs.values()) {
      run.rows().stream()
          .filter(JournalRow::open)
          .filter(
              row -> run.id() > afterRun || run.id() == afterRun && row.change().deal() > afterDeal)
          .forEach(
              row ->
                  open.add(
                      new OpenIntent(
                          run.id(),
                          run.undoes(),
                          row.status() == ChangeStatus.SENT,
                          row.change())));
    }
    return open.stream().limit(limit).toList();
  }

  @Override
  public void settleEarlier(List<OpenIntent> intents, List<Outcome> outcomes) {
    lease.transaction();
    requireSome(intents);
    if (intents.size() != outcomes.size()) {
      throw new AssertionError("Intents without outcomes: " + intents + ", " + outcomes);
    }
    for (int i = 0; i < intents.size(); i++) {
      OpenIntent intent = intents.get(i);
      FakeRun run = present(runs.get(intent.run()));
      end(run, intent.change(), outcomes.get(i), !intent.cutShort());
    }
  }

  /** A transaction about nothing is a wasted one. */
  private static void requireSome(List<?> things) {
    if (things.isEmpty()) {
      throw new AssertionError("An empty call of the journal");
    }
  }

  private static <T> T present(@org.jspecify.annotations.Nullable T thing) {
    return Objects.requireNonNull(thing);
  }
}
