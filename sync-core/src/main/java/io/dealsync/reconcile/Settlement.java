package io.dealsync.reconcile;

import io.dealsync.journal.Agreement;
import io.dealsync.journal.Journal;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.Outcome;
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
 * process died. It only reads; what then still differs is planned like any other change.
 */
final class Settlement {

  private static final int PAGE = 500;

  private final Portal portal;
  private final Journal journal;
  private final Verifier verifier;
  private final Progress progress;

  Settlement(Portal portal, Journal journal, Verifier verifier, Progress progress) {
    this.portal = portal;
    this.journal = journal;
    this.verifier = verifier;
    this.progress = progress;
  }

  /** Settles everything that is open and returns how much it was. */
  long settle() {
    long settled = 0;
    List<OpenIntent> open = journal.openIntents(PAGE);
    while (!open.isEmpty()) {
      progress.begin(Progress.Phase.SETTLE, open.size());
      settle(open);
      settled += open.size();
      progress.advance(open.size());
      open = journal.openIntents(PAGE);
    }
    return settled;
  }

  private void settle(List<OpenIntent> open) {
    Map<Long, Observation> now =
        portal.read(open.stream().map(intent -> intent.change().deal()).distinct().toList());
    List<Outcome> outcomes = new ArrayList<>(open.size());
    for (OpenIntent intent : open) {
      outcomes.add(outcome(intent, Objects.requireNonNull(now.get(intent.change().deal()))));
    }
    List<Agreement> halfway =
        open.stream()
            .map(OpenIntent::change)
            .flatMap(change -> Agreement.halfway(change, now.get(change.deal())).stream())
            .toList();
    if (!halfway.isEmpty()) {
      journal.agreed(halfway);
    }
    journal.settleEarlier(open, outcomes);
  }

  private Outcome outcome(OpenIntent intent, Observation now) {
    return switch (now) {
      case Observation.Present present -> outcome(intent.change(), present.image());
      case Observation.Missing ignored ->
          new Outcome.Failed("The run ended during this change; the deal no longer exists.");
      case Observation.Denied denied ->
          new Outcome.Failed(
              "The run ended during this change; the deal cannot be seen: " + denied.text());
      case Observation.Unreadable unreadable ->
          new Outcome.Failed(
              "The run ended during this change; the deal cannot be read: " + unreadable.text());
    };
  }

  /**
   * A call that left the portal as it was did not take effect, also where only SORT values were to
   * change and the order is the wanted one anyway.
   */
  private Outcome outcome(Change change, LinkImage now) {
    if (now.equals(change.before()) && !(change.method() instanceof Method.Keep)) {
      return new Outcome.Failed(
          "The run ended before this change took effect; the portal still has " + now,
          Optional.of(now));
    }
    if (verifier.confirms(change, now)) {
      return new Outcome.Verified(now);
    }
    return new Outcome.Failed(left(change, now), Optional.of(now));
  }

  private static String left(Change change, LinkImage now) {
    if (change.isHalfRepaired(now)) {
      return "The run ended between the two calls of this repair, and the portal has " + now;
    }
    return change.isHalfway(now)
        ? "The portal stopped in the middle of this change: it has unlinked and not yet linked, and has "
            + now
        : "The run ended during this change, and the portal has %s, neither the state before nor the target: somebody else changed the deal."
            .formatted(now);
  }
}
