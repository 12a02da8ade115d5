package io.dealsync.apply;

import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Sighting;
import io.dealsync.plan.Batch;
import io.dealsync.plan.Change;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Questions;
import io.dealsync.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes whose calls were carried out and that nobody has looked at since. The portal's list shows
 * what became of them, thousands of deals in a request; one that it does not show as wanted has to
 * be read. Until then their intents are open: should the process die, the next run settles them.
 */
final class Sweep {

  /** As many as one request lists. */
  static final int MOST = Batch.CALLS * Batch.IDS;

  private final Portal portal;
  private final Verifier verifier;
  private final List<Change> waiting = new ArrayList<>();

  Sweep(Portal portal, Verifier verifier) {
    this.portal = portal;
    this.verifier = verifier;
  }

  /**
   * What the list says.
   *
   * @param verified changes that it confirms
   * @param open changes that have to be read one by one
   */
  record Swept(List<Settled> verified, List<Settled> open) {}

  void add(Change change) {
    waiting.add(change);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether so many more would be too many for one request. */
  boolean isFull(int more) {
    return waiting.size() + more > MOST;
  }

  /** Looks at what waits; should the portal fail here, it goes on waiting. */
  Swept look() {
    Listing listing =
        portal.ask(Questions.list(waiting.stream().map(Change::deal).toList())).listing();
    Map<Long, Sighting> sightings =
        listing instanceof Listing.Listed listed ? listed.sightings() : Map.of();
    Swept swept = new Swept(new ArrayList<>(), new ArrayList<>());
    for (Change change : waiting) {
      Optional<LinkImage> after =
          Optional.ofNullable(sightings.get(change.deal())).flatMap(seen -> after(change, seen));
      after.ifPresentOrElse(
          rows -> swept.verified().add(new Settled(change, new Outcome.Verified(rows))),
          () -> swept.open().add(new Settled(change, unseen())));
    }
    waiting.clear();
    return swept;
  }

  /** How they end when nobody can look at them any more in this run. */
  List<Settled> abandon() {
    List<Settled> abandoned = waiting.stream().map(each -> new Settled(each, unseen())).toList();
    waiting.clear();
    return abandoned;
  }

  private Optional<LinkImage> after(Change change, Sighting seen) {
    LinkImage made = change.method().effectOn(change.before());
    return seen.whole() && seen.agreesWith(made) && verifier.confirms(change, made)
        ? Optional.of(made)
        : Optional.empty();
  }

  static Outcome.Unknown unseen() {
    return new Outcome.Unknown("CarryResult out, but not read back.");
  }
}
