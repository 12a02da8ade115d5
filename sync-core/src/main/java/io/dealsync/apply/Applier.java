package io.dealsync.apply;

import io.dealsync.guard.Approval;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.Intents;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.ListTrust;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.Portal;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.ReadBack;
import io.dealsync.portal.WriteResult;
import io.dealsync.portal.WriteRound;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out an approved plan, a window of deals at a time: recheck what is stale, commit the
 * intents, write, verify by reading back, record the outcomes. One bad deal neither stops nor hides
 * the others.
 */
public final class Applier {

  /**
   * Deals in one window at most: four batches of twenty-five writes with their read-backs. Those
   * that overwrite take more room.
   */
  static final int WINDOW = 100;

  /** How often one deal is tried in one run before it is left to the next. */
  static final int ATTEMPTS = 3;

  /** How often in a row the portal may keep a whole round of writes waiting for too long. */
  static final int OVERDUE_ROUNDS = 12;

  /** No write can leave at the very moment of the reading it rests on. */
  private static final Duration LEAST_VALIDITY = Duration.ofSeconds(10);

  private final Portal portal;
  private final Journal journal;
  private final RunSettings settings;
  private final Progress progress;
  private final StopSignal stop;
  private final Pause betweenWindows;
  private final ListTrust list;
  private final InstantSource clock;
  private final Recheck recheck;
  private final Verifier verifier;
  private final ContactWatch contacts;
  private final LeaseProof lease;
  private final LostEdits lost;
  private final Sweep sweep;
  private final ListRecheck listRecheck;
  private final OutcomeCounts score = new OutcomeCounts();
  private ReadBack readBack = ReadBack.ALWAYS;

  /**
   * An applier is used for one run.
   *
   * @param betweenWindows what else may be done on the portal while no change of the run is open
   * @param list whether the portal's list shows deals as they are
   * @param confirmedAt when the contacts that the plan links were looked up, at the earliest
   */
  public Applier(
      Portal portal,
      Journal journal,
      RunSettings settings,
      Progress progress,
      StopSignal stop,
      Pause betweenWindows,
      ListTrust list,
      Instant confirmedAt,
      InstantSource clock) {
    this.portal = portal;
    this.journal = journal;
    this.settings = settings;
    this.progress = progress;
    this.stop = stop;
    this.betweenWindows = betweenWindows;
    this.list = list;
    this.clock = clock;
    this.recheck = new Recheck(settings.comparison());
    this.verifier = new Verifier(settings.comparison());
    this.contacts = new ContactWatch(portal, journal, settings.recheckAfter(), confirmedAt, clock);
    this.lease = new LeaseProof(journal);
    this.lost = new LostEdits(recheck, settings.comparison());
    this.sweep = new Sweep(portal, verifier);
    this.listRecheck = new ListRecheck(portal, journal, list, settings.recheckAfter(), clock);
  }

  /** Applies every pending change of the journal's run, in waves if so wished. */
  public Applied apply(Approval approval, long changes) {
    approval.refused().ifPresent(journal::setAside);
    progress.begin(Progress.Phase.WRITE, changes);
    readBack = isSwept(changes) ? change -> !change.before().wellFormed() : ReadBack.ALWAYS;
    Ending ending = applyWindows(approval);
    Optional<PortalFailure> failure = ending.failure();
    if (failure.isPresent()) {
      settle(sweep.abandon());
    } else {
      failure = sweep(approval);
    }
    return score.applied(ending.interrupted(), failure, ending.stopped());
  }

  /**
   * Looking at all changes later takes a request of its own, which many changes pay for. A wave is
   * judged at its end, and so read back at once.
   */
  private boolean isSwept(long changes) {
    return list == ListTrust.PROVEN
        && settings.waves().sizes().isEmpty()
        && changes > 2L * settings.sieve().from();
  }

  /** How the windows came to their end. */
  private record Ending(boolean interrupted, Optional<PortalFailure> failure, String stopped) {

    private static final Ending REACHED = new Ending(false, Optional.empty(), "");
  }

  private Ending applyWindows(Approval approval) {
    WaveWatch waves = new WaveWatch(settings.waves());
    long after = 0;
    while (!stop.requested()) {
      Optional<PortalFailure> failure =
          betweenWindows.isWanted() || sweep.isFull(WINDOW) ? sweep(approval) : Optional.empty();
      if (failure.isPresent()) {
        return new Ending(false, failure, "");
      }
      betweenWindows.run();
      int most = waves.most(WINDOW);
      List<Change> next = journal.pending(after, most);
      if (next.isEmpty()) {
        return Ending.REACHED;
      }
      List<Change> window = next.size() == WINDOW ? FullBatches.of(next, readBack) : next;
      failure = applyWindow(window, approval);
      if (failure.isPresent()) {
        return new Ending(false, failure, "");
      }
      after = window.get(window.size() - 1).deal();
      score.windowDone();
      lost.windowDone();
      progress.advance(window.size());
      if (next.size() < most) {
        return Ending.REACHED;
      }
      Optional<String> stopped = waves.applied(window.size(), score.wrong());
      if (stopped.isPresent()) {
        boolean isLast = journal.pending(after, 1).isEmpty();
        return new Ending(false, Optional.empty(), isLast ? "" : stopped.get());
      }
    }
    return new Ending(true, Optional.empty(), "");
  }

  private Optional<PortalFailure> applyWindow(List<Change> window, Approval approval) {
    try {
      return attempt(refresh(window, approval), approval, 0);
    } catch (PortalFailure failure) {
      return Optional.of(failure);
    }
  }

  /** What the list does not show as wanted is read, and tried again as in a window of its own. */
  private Optional<PortalFailure> sweep(Approval approval) {
    if (sweep.isEmpty()) {
      return Optional.empty();
    }
    try {
      Sweep.Swept swept = sweep.look();
      settle(swept.verified());
      swept.open().forEach(settled -> score.sentEarlier(settled.change().deal()));
      List<Change> ready =
          readAgain(swept.open(), (settled, now, into) -> judgeSwept(settled, now, approval, into));
      Optional<PortalFailure> failure = attempt(ready, approval, 1);
      score.windowDone();
      lost.windowDone();
      return failure;
    } catch (PortalFailure failure) {
      settle(sweep.abandon());
      return Optional.of(failure);
    }
  }

  /**
   * The portal says that it carried the call out, and time has passed since: what is there now is
   * someone else's doing, and the next run's to decide, unless the call stopped half-way.
   */
  private void judgeSwept(
      Settled settled, Observation now, Approval approval, RedecidedChanges redecided) {
    Change change = settled.change();
    if (!(now instanceof Observation.Present present)) {
      redecided.end(change, settled.outcome());
    } else if (verifier.confirms(change, present.image())) {
      redecided.end(change, new Outcome.Verified(present.image()));
    } else if (change.isHalfway(present.image())) {
      redecided.take(change, recheck.sent(change, now, approval));
    } else {
      redecided.end(
          change,
          new Outcome.Failed(
              "The portal carried out %s, and has %s now: someone else changed the deal after it."
                  .formatted(change.method().call(), present.image()),
              Optional.of(present.image())));
    }
  }

  private Optional<PortalFailure> attempt(List<Change> first, Approval approval, int before) {
    List<Change> ready = first;
    int attempts = before;
    int overdue = 0;
    while (!ready.isEmpty()) {
      RoundResult round = send(ready, attempts == 0 ? readBack : ReadBack.ALWAYS);
      attempts += round.open().isEmpty() ? 0 : 1;
      overdue = round.isAllOverdue() ? overdue + 1 : 0;
      Optional<PortalFailure> failure =
          overdue == OVERDUE_ROUNDS
              ? Optional.of(round.neverInTime(OVERDUE_ROUNDS))
              : round.failure();
      if (failure.isPresent()) {
        return failure;
      }
      ready = again(round, approval, attempts);
    }
    return Optional.empty();
  }

  /**
   * Changes whose observation is recent go on as they are; the others are read and decided again.
   */
  private List<Change> refresh(List<Change> window, Approval approval) {
    Instant fresh = clock.instant().minus(settings.recheckAfter());
    List<Change> stale =
        window.stream().filter(change -> change.observedAt().isBefore(fresh)).toList();
    List<Change> ready =
        new ArrayList<>(
            window.stream().filter(change -> !change.observedAt().isBefore(fresh)).toList());
    if (!stale.isEmpty()) {
      ready.addAll(decideAnew(stale, approval));
    }
    return ready;
  }

  private List<Change> again(RoundResult round, Approval approval, int attempts) {
    List<Change> ready = new ArrayList<>(retry(round.open(), approval, attempts));
    if (!round.overdue().isEmpty()) {
      List<Change> overdue = round.overdue().stream().map(Settled::change).toList();
      ready.addAll(decideAnew(overdue, approval));
    }
    return ready;
  }

  private List<Change> decideAnew(List<Change> changes, Approval approval) {
    Map<Long, Observation> now = look(changes);
    RedecidedChanges redecided = new RedecidedChanges();
    for (Change change : changes) {
      Observation observation = Objects.requireNonNull(now.get(change.deal()));
      redecided.take(change, recheck.planned(change, observation, approval));
    }
    redecided.confirm(contacts);
    if (!redecided.moved().isEmpty()) {
      journal.replanned(redecided.moved());
    }
    settle(redecided.ended());
    return redecided.ready();
  }

  /** What the list shows as it was need not be read. */
  private Map<Long, Observation> look(List<Change> changes) {
    Map<Long, Observation> now = new HashMap<>(listRecheck.unmoved(changes));
    List<Long> rest =
        changes.stream().map(Change::deal).filter(deal -> !now.containsKey(deal)).toList();
    if (!rest.isEmpty()) {
      now.putAll(portal.read(rest));
    }
    return now;
  }

  private RoundResult send(List<Change> planned, ReadBack readBack) {
    Intents intents = journal.intend(planned, settings.policy());
    settle(intents.edited().stream().map(this::edited).toList());
    List<Change> changes = intents.committed();
    WriteRound round = write(changes.stream().filter(Applier::isForPortal).toList(), readBack);
    List<Evidence> evidence = lost.take(changes, round);
    if (!evidence.isEmpty()) {
      journal.found(evidence);
    }
    List<Settled> settled = new ArrayList<>();
    List<Settled> open = new ArrayList<>();
    List<Settled> overdue = new ArrayList<>();
    for (Change change : changes) {
      WriteResult result = result(round, change);
      if (result instanceof WriteResult.Made && lost.isAsExpected(change)) {
        score.sent(change.deal());
        sweep.add(change);
        continue;
      }
      Outcome outcome = outcome(change, result);
      if (isForPortal(change) && hasLeft(result)) {
        score.sent(change.deal());
      }
      boolean isToBePutBack = lost.isToBePutBack(change, result);
      List<Settled> group = settled;
      if (round.failure().isEmpty() && (isToBePutBack || mayTryAgain(result, outcome))) {
        group = outcome instanceof Outcome.NotSent ? overdue : open;
      }
      group.add(new Settled(change, outcome));
    }
    settle(settled);
    takeBack(overdue);
    return new RoundResult(changes.size() - overdue.size(), open, overdue, round.failure());
  }

  /** What a second attempt was to build on was read after the first. */
  private Settled edited(Intents.Edited edited) {
    Change change = edited.change();
    Optional<LinkImage> after =
        score.wasSent(change.deal()) ? Optional.of(change.before()) : Optional.empty();
    return new Settled(change, new Outcome.Edited(edited.detail(), after));
  }

  private static boolean hasLeft(WriteResult result) {
    return switch (result) {
      case WriteResult.Done ignored -> true;
      case WriteResult.Made ignored -> true;
      case WriteResult.Refused ignored -> true;
      case WriteResult.Unknown ignored -> true;
      case WriteResult.NotSent ignored -> false;
      case WriteResult.Overdue ignored -> false;
    };
  }

  private WriteRound write(List<Change> changes, ReadBack readBack) {
    if (changes.isEmpty()) {
      return new WriteRound(Map.of(), Optional.empty());
    }
    WriteRound round = portal.write(changes, validity(), lease, readBack);
    lease.require();
    return round;
  }

  private Duration validity() {
    Duration configured = settings.recheckAfter();
    return configured.compareTo(LEAST_VALIDITY) < 0 ? LEAST_VALIDITY : configured;
  }

  private static boolean isForPortal(Change change) {
    return !(change.method() instanceof Method.Keep);
  }

  /** What only the desired side learns is as the portal was read. */
  private static WriteResult result(WriteRound round, Change change) {
    return isForPortal(change)
        ? Objects.requireNonNull(round.results().get(change.deal()))
        : new WriteResult.Done(change.before());
  }

  private Outcome outcome(Change change, WriteResult result) {
    return switch (result) {
      case WriteResult.Done done ->
          !isForPortal(change) || verifier.confirms(change, done.after())
              ? lost.confirmed(change, done.after())
              : new Outcome.Failed(
                  "The portal has " + done.after() + " after " + change.method().call(),
                  Optional.of(done.after()));
      case WriteResult.Made ignored -> Sweep.unseen();
      case WriteResult.Refused refused ->
          new Outcome.Failed(RefusalWords.of(change, refused), refused.after());
      case WriteResult.Unknown unknown -> new Outcome.Unknown(unknown.why());
      case WriteResult.NotSent unsent -> unsent(change, unsent.why());
      case WriteResult.Overdue overdue -> unsent(change, overdue.why());
    };
  }

  /** An earlier attempt may have had an effect; what stayed here alone has none. */
  private Outcome unsent(Change change, String why) {
    return score.wasSent(change.deal())
        ? new Outcome.Unknown("Sent without a clear effect, and not sent again: " + why)
        : new Outcome.NotSent("Not sent: " + why);
  }

  private static boolean mayTryAgain(WriteResult result, Outcome outcome) {
    return switch (result) {
      case WriteResult.Done ignored -> outcome instanceof Outcome.Failed;
      case WriteResult.Made ignored -> true;
      case WriteResult.Unknown ignored -> true;
      case WriteResult.Refused ignored -> false;
      case WriteResult.NotSent ignored -> outcome instanceof Outcome.Unknown;
      case WriteResult.Overdue ignored -> true;
    };
  }

  /** What did not end as wanted is read again: it may have ended well, or want another attempt. */
  private List<Change> retry(List<Settled> open, Approval approval, int attempt) {
    boolean isLast = attempt >= ATTEMPTS;
    return readAgain(open, (settled, now, into) -> judge(settled, now, approval, isLast, into));
  }

  /** Reads deals after their calls; what is judged over is settled, the rest is to be sent. */
  private List<Change> readAgain(List<Settled> open, Judgement judgement) {
    if (open.isEmpty()) {
      return List.of();
    }
    RedecidedChanges redecided = judge(open, judgement);
    settle(redecided.ended());
    return redecided.ready();
  }

  /** What becomes of a change whose deal was read after its call. */
  private interface Judgement {
    void judge(Settled settled, Observation now, RedecidedChanges into);
  }

  /** Should the portal fail here, what is known so far is recorded before the run ends. */
  private RedecidedChanges judge(List<Settled> open, Judgement judgement) {
    try {
      Map<Long, Observation> now =
          portal.read(open.stream().map(settled -> settled.change().deal()).toList());
      accountFor(open, now);
      RedecidedChanges redecided = new RedecidedChanges();
      for (Settled settled : open) {
        Change change = settled.change();
        Observation observation = Objects.requireNonNull(now.get(change.deal()));
        judgement.judge(settled, observation, redecided);
      }
      redecided.confirm(contacts);
      return redecided;
    } catch (PortalFailure failure) {
      settle(open);
      throw failure;
    }
  }

  /** What the portal's unfinished calls left is ours, and no edit of someone else. */
  private void accountFor(List<Settled> open, Map<Long, Observation> now) {
    agree(
        open.stream()
            .map(Settled::change)
            .filter(change -> !lost.isToBeRestored(change))
            .flatMap(change -> ownWork(change, now.get(change.deal())).stream())
            .toList());
  }

  private static Optional<Agreement> ownWork(Change change, @Nullable Observation now) {
    return now instanceof Observation.Present present
        ? Agreement.onOwnWork(change, present.image())
        : Optional.empty();
  }

  /** The same of a call after which the deal was read back, but cannot be read once more. */
  private static Optional<Agreement> ownWork(Settled settled) {
    return settled.outcome() instanceof Outcome.Failed failed
        ? failed.after().flatMap(after -> Agreement.onOwnWork(settled.change(), after))
        : Optional.empty();
  }

  private void agree(List<Agreement> agreements) {
    if (!agreements.isEmpty()) {
      journal.agreed(agreements);
    }
  }

  private void judge(
      Settled settled,
      Observation observation,
      Approval approval,
      boolean last,
      RedecidedChanges redecided) {
    Change change = settled.change();
    Optional<Recheck.Result> putBack =
        last ? Optional.empty() : lost.putBack(change, observation, approval);
    if (putBack.isPresent()) {
      redecided.take(change, putBack.get());
    } else if (observation instanceof Observation.Present present
        && verifier.confirms(change, present.image())) {
      redecided.end(change, lost.confirmed(change, present.image()));
    } else if (last || observation instanceof Observation.Unreadable) {
      redecided.end(change, given(settled.outcome(), observation));
    } else {
      redecided.take(change, recheck.sent(change, observation, approval));
    }
  }

  /** An unknown outcome stays unknown until the portal says what it has. */
  private static Outcome given(Outcome last, Observation observation) {
    return last instanceof Outcome.Unknown unknown ? given(unknown, observation) : last;
  }

  private static Outcome given(Outcome.Unknown last, Observation observation) {
    return observation instanceof Observation.Present present
        ? new Outcome.Failed(
            "%s; the portal has %s after %d attempts"
                .formatted(last.why(), present.image(), ATTEMPTS),
            Optional.of(present.image()))
        : new Outcome.Unknown(last.why() + "; the deal could not be read back");
  }

  /** The intents of changes that will be decided again. */
  private void takeBack(List<Settled> overdue) {
    if (!overdue.isEmpty()) {
      journal.settle(overdue);
    }
  }

  private void settle(List<Settled> settled) {
    agree(settled.stream().flatMap(each -> lost.restored(each).stream()).toList());
    agree(settled.stream().flatMap(each -> ownWork(each).stream()).toList());
    if (!settled.isEmpty()) {
      journal.settle(settled).forEach(each -> score.ended(each.outcome()));
    }
  }
}
