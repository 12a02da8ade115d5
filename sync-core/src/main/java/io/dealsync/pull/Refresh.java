package io.dealsync.pull;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.guard.Approval;
import io.dealsync.journal.Intents;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.Portal;
import io.dealsync.run.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes the desired links of deals the portal's, once the guard has seen all of them. The portal is
 * only read: what was read too long ago is read again, and taken as it is then.
 */
final class Refresh {

  private static final int PAGE = 500;

  private final Portal portal;
  private final Journal journal;
  private final Duration recheckAfter;
  private final StopSignal stop;
  private final InstantSource clock;
  private RefreshResult done = RefreshResult.NOTHING;

  Refresh(
      Portal portal, Journal journal, Duration recheckAfter, StopSignal stop, InstantSource clock) {
    this.portal = portal;
    this.journal = journal;
    this.recheckAfter = recheckAfter;
    this.stop = stop;
    this.clock = clock;
  }

  /** A managed deal's desired links as they shall become. */
  static Change plan(long deal, LinkSet desired, OptionalLong edit, Observation.Present present) {
    LinkSet portal = present.image().canonical().wantable();
    return new Change(
        deal,
        Mode.MIRROR,
        Policy.HOLD,
        present.image(),
        portal,
        new Method.Keep(),
        present.at(),
        edit,
        Optional.of(new Adoption(desired, portal)));
  }

  /** What was done so far. */
  RefreshResult done() {
    return done;
  }

  /** Carries out every pending change of the journal's run. */
  void carryOut(Approval approval) {
    long after = 0;
    List<Change> page;
    do {
      page = journal.pending(after, PAGE);
      if (!page.isEmpty()) {
        after = page.get(page.size() - 1).deal();
        learn(fresh(page, approval));
      }
    } while (page.size() == PAGE && !stop.requested());
  }

  private void learn(List<Change> changes) {
    if (!changes.isEmpty()) {
      Intents intents = journal.intend(changes);
      List<Settled> settled = new ArrayList<>();
      for (Change change : intents.committed()) {
        settled.add(new Settled(change, new Outcome.Verified(change.before())));
      }
      for (Intents.Edited each : intents.edited()) {
        settled.add(
            new Settled(each.change(), new Outcome.Edited(each.detail(), Optional.empty())));
      }
      settle(settled);
    }
  }

  private List<Change> fresh(List<Change> page, Approval approval) {
    Instant fresh = clock.instant().minus(recheckAfter);
    List<Change> ready = new ArrayList<>();
    List<Change> stale = new ArrayList<>();
    page.forEach(change -> (change.observedAt().isBefore(fresh) ? stale : ready).add(change));
    if (!stale.isEmpty()) {
      ready.addAll(again(stale, approval));
    }
    return ready;
  }

  private List<Change> again(List<Change> stale, Approval approval) {
    Map<Long, Observation> now = portal.read(stale.stream().map(Change::deal).toList());
    List<Change> ready = new ArrayList<>();
    List<Change> moved = new ArrayList<>();
    List<Settled> ended = new ArrayList<>();
    for (Change change : stale) {
      switch (Objects.requireNonNull(now.get(change.deal()))) {
        case Observation.Present present -> {
          Change redecided = redecided(change, present);
          if (approval.admits(change.delta(), redecided.delta())) {
            ready.add(redecided);
            moved.add(redecided);
          } else {
            ended.add(new Settled(change, exceeds(redecided)));
          }
        }
        case Observation.Missing ignored ->
            ended.add(failed(change, "The portal does not have the deal any more."));
        case Observation.Denied denied -> ended.add(failed(change, denied.text()));
        case Observation.Unreadable unreadable -> ended.add(failed(change, unreadable.text()));
      }
    }
    if (!moved.isEmpty()) {
      journal.replanned(moved);
    }
    settle(ended);
    return ready;
  }

  private static Change redecided(Change planned, Observation.Present present) {
    return plan(planned.deal(), planned.adoption().orElseThrow().from(), planned.edit(), present);
  }

  private static Outcome exceeds(Change redecided) {
    return new Outcome.Held(
        HoldReason.GUARD,
        "The portal moved to %s after the guard had passed the pull, and taking that in (%s) exceeds what it passed."
            .formatted(redecided.before(), redecided.delta().words()));
  }

  private static Settled failed(Change change, String why) {
    return new Settled(change, new Outcome.Failed(why));
  }

  private void settle(List<Settled> settled) {
    if (settled.isEmpty()) {
      return;
    }
    for (Settled each : journal.settle(settled)) {
      done = done.with(each.outcome());
    }
  }
}
