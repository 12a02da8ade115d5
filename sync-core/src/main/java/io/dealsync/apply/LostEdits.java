package io.dealsync.apply;

import io.dealsync.decide.HoldReason;
import io.dealsync.guard.Approval;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.portal.WriteResult;
import io.dealsync.portal.WriteRound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The edits of others that calls of this window have overwritten: noticed by the reading that
 * travels before such a call, and put back where the deal's policy wants that.
 */
final class LostEdits {

  private final Recheck recheck;
  private final Comparison comparison;
  private final Map<Long, LinkImage> befores = new HashMap<>();
  private final Map<Long, Overwritten> open = new HashMap<>();
  private final Map<Long, Restoration> restorations = new HashMap<>();
  private final Set<Long> restored = new HashSet<>();

  /** What is put back because a person has to decide, and how the change ends with that. */
  private record Restoration(Change change, Outcome.Held hold) {}

  LostEdits(Recheck recheck, Comparison comparison) {
    this.recheck = recheck;
    this.comparison = comparison;
  }

  /** Looks at what a round's calls found; what was not expected is evidence. */
  List<Evidence> take(List<Change> changes, WriteRound round) {
    List<Evidence> evidence = new ArrayList<>();
    for (Change change : changes) {
      long deal = change.deal();
      LinkImage first = befores.computeIfAbsent(deal, ignored -> change.before());
      open.remove(deal);
      LinkImage found = round.found().get(deal);
      if (found != null && !found.equals(change.before())) {
        Overwritten overwritten = new Overwritten(change, found);
        LinkImage before = overwritten.onto(first);
        befores.put(deal, before);
        boolean isAsExpected = isAsExpected(change, found);
        if (!isAsExpected) {
          open.put(deal, overwritten);
        }
        evidence.add(new Evidence(deal, before, isAsExpected ? "" : overwritten.words()));
      }
    }
    return evidence;
  }

  /** SORT values that are not compared, and that the list did not show, are nobody's edit. */
  private boolean isAsExpected(Change change, LinkImage found) {
    return found.wellFormed()
        && change.before().wellFormed()
        && comparison.same(change.before().canonical(), found.canonical());
  }

  /** Whether the call of the last round found the deal as it was expected to be. */
  boolean isAsExpected(Change change) {
    return !open.containsKey(change.deal());
  }

  void windowDone() {
    befores.clear();
    open.clear();
    restorations.clear();
    restored.clear();
  }

  /** Whether a call that was carried out has overwritten what the deal's policy may want back. */
  boolean isToBePutBack(Change change, WriteResult result) {
    Overwritten overwritten = open.get(change.deal());
    return overwritten != null
        && (result instanceof WriteResult.Done || result instanceof WriteResult.Made)
        && !comparison.same(change.before().canonical(), overwritten.found().canonical())
        && switch (change.policy()) {
          case MIRROR_WINS -> false;
          case MERGE, HOLD -> true;
        };
  }

  /** Whether a change is made up for by putting back what it found. */
  boolean isToBeRestored(Change change) {
    Overwritten overwritten = open.get(change.deal());
    return restorations.containsKey(change.deal())
        || (overwritten != null && held(overwritten).isPresent());
  }

  private Optional<Outcome.Held> held(Overwritten overwritten) {
    return switch (overwritten.change().policy()) {
      case MIRROR_WINS, MERGE -> Optional.empty();
      case HOLD ->
          comparison.same(
                  overwritten.change().before().canonical(), overwritten.found().canonical())
              ? Optional.empty()
              : Optional.of(
                  new Outcome.Held(
                      HoldReason.BOTH_CHANGED,
                      "Both sides changed in the same second: mirror has %s, portal had %s and has that again."
                          .formatted(
                              overwritten.change().target(), overwritten.found().canonical())));
    };
  }

  /**
   * What to send to put back what a call has overwritten; empty when there is nothing to put back.
   *
   * @param now what the deal has after the call
   */
  Optional<Recheck.Result> putBack(Change change, Observation now, Approval approval) {
    Overwritten overwritten = open.get(change.deal());
    if (overwritten == null
        || !(now instanceof Observation.Present present)
        || present.image().equals(overwritten.found())
        || !isToBePutBack(change, new WriteResult.Done(present.image()))) {
      return Optional.empty();
    }
    Optional<Outcome.Held> hold = held(overwritten);
    if (hold.isPresent()) {
      restorations.put(change.deal(), new Restoration(change, hold.get()));
      return Optional.of(
          recheck.towards(change, present, overwritten.found().canonical().wantable()));
    }
    Instant at = present.at();
    return switch (recheck.planned(
        change, new Observation.Present(overwritten.found(), at), approval)) {
      case Recheck.Result.Go go ->
          comparison.same(go.change().target(), present.image().canonical())
                  && go.change().adoption().equals(change.adoption())
              ? Optional.empty()
              : Optional.of(recheck.from(go.change(), present));
      case Recheck.Result.End end -> putBack(change, present, overwritten, end.outcome());
    };
  }

  /** A merge that finds a contradiction leaves the decision to a person, too. */
  private Optional<Recheck.Result> putBack(
      Change change, Observation.Present present, Overwritten overwritten, Outcome outcome) {
    if (outcome instanceof Outcome.Held hold) {
      restorations.put(change.deal(), new Restoration(change, hold));
      return Optional.of(
          recheck.towards(change, present, overwritten.found().canonical().wantable()));
    }
    return Optional.empty();
  }

  /** How a change ends whose target the portal has. */
  Outcome confirmed(Change change, LinkImage after) {
    Restoration restoration = restorations.get(change.deal());
    if (restoration == null) {
      return new Outcome.Verified(after);
    }
    restored.add(change.deal());
    return restoration.hold();
  }

  /** A deal that was put back is one that both sides agreed on before all that. */
  Optional<Agreement> restored(Settled settled) {
    long deal = settled.change().deal();
    Restoration restoration = restorations.get(deal);
    return restoration == null || !restored.contains(deal)
        ? Optional.empty()
        : Optional.of(
            new Agreement(
                deal,
                settled.change().target().asImage(),
                restoration.change().before(),
                OptionalLong.empty(),
                false));
  }
}
