package io.dealsync.settle;

import io.dealsync.journal.Agreement;
import io.dealsync.journal.Journal;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.Outcome;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.portal.Portal;
import io.dealsync.run.Progress;
import io.dealsync.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Explains what earlier runs left open: intents that may have reached the portal before their
 * process died. It only reads; what then still differs is planned like any other change. What the
 * portal does not tell stays open for the next run.
 */
public final class Settlement {

  private static final int PAGE = 500;

  private final Portal portal;
  private final Journal journal;
  private final Comparison comparison;
  private final Progress progress;

  /**
   * @param comparison how a run that undoes nothing verifies its changes
   */
  public Settlement(Portal portal, Journal journal, Comparison comparison, Progress progress) {
    this.portal = portal;
    this.journal = journal;
    this.comparison = comparison;
    this.progress = progress;
  }

  /** Settles what is open and returns how many changes of earlier runs are explained now. */
  public long settle() {
    long settled = 0;
    List<OpenIntent> open = journal.openIntents(0, 0, PAGE);
    while (!open.isEmpty()) {
      progress.begin(Progress.Phase.SETTLE, open.size());
      settled += settle(open);
      progress.advance(open.size());
      OpenIntent last = open.get(open.size() - 1);
      open = journal.openIntents(last.run(), last.change().deal(), PAGE);
    }
    return settled;
  }

  private long settle(List<OpenIntent> open) {
    Map<Long, Observation> now =
        portal.read(open.stream().map(intent -> intent.change().deal()).distinct().toList());
    List<Outcome> outcomes = new ArrayList<>(open.size());
    List<Agreement> ownWork = new ArrayList<>();
    for (OpenIntent intent : open) {
      Observation observation = Objects.requireNonNull(now.get(intent.change().deal()));
      Outcome outcome = outcome(intent, observation);
      outcomes.add(outcome);
      if (outcome instanceof Outcome.Failed failed) {
        failed
            .after()
            .flatMap(after -> Agreement.onOwnWork(intent.change(), after))
            .ifPresent(ownWork::add);
      }
    }
    if (!ownWork.isEmpty()) {
      journal.agreed(ownWork);
    }
    journal.settleEarlier(open, outcomes);
    return outcomes.stream().filter(outcome -> !(outcome instanceof Outcome.Unknown)).count();
  }

  private Outcome outcome(OpenIntent intent, Observation now) {
    return switch (now) {
      case Observation.Present present -> outcome(intent, present.image());
      case Observation.Missing ignored ->
          new Outcome.Failed("The run ended during this change; the deal no longer exists.");
      case Observation.Denied denied ->
          new Outcome.Unknown(
              "The run ended during this change; the deal cannot be seen: " + denied.text());
      case Observation.Unreadable unreadable ->
          new Outcome.Unknown(
              "The run ended during this change; the deal cannot be read: " + unreadable.text());
    };
  }

  /**
   * A call that left the portal as it was did not take effect, also where only SORT values were to
   * change and the order is the wanted one anyway.
   */
  private Outcome outcome(OpenIntent intent, LinkImage now) {
    Change change = intent.change();
    if (now.equals(change.before()) && !(change.method() instanceof Method.Keep)) {
      return new Outcome.Failed(
          "The run ended before this change took effect; the portal still has " + now,
          Optional.of(now));
    }
    if (verifier(intent).confirms(change, now)) {
      return new Outcome.Verified(now);
    }
    return new Outcome.Failed(left(change, now), Optional.of(now));
  }

  /** SORT values are what an undo may be about. */
  private Verifier verifier(OpenIntent intent) {
    return new Verifier(intent.undoes() ? Comparison.EXACT : comparison);
  }

  private static String left(Change change, LinkImage now) {
    if (change.isHalfRepaired(now)) {
      return "The run ended between the two calls of this repair, and the portal has " + now;
    }
    return change.isHalfway(now)
        ? "The portal stopped in the middle of this change: it has unlinked and not yet linked, and"
            + " has "
            + now
        : "The run ended during this change, and the portal has %s, neither the state before nor the target: someone else changed the deal."
            .formatted(now);
  }
}
