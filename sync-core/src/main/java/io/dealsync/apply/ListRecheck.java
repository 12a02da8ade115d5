package io.dealsync.apply;

import io.dealsync.journal.Journal;
import io.dealsync.observe.ListTrust;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.plan.Batch;
import io.dealsync.plan.Change;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Questions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks by the portal's list whether deals are still as their changes saw them. Because a request
 * lists thousands of deals, those of changes that come next are looked at along with them.
 */
final class ListRecheck {

  private static final int MOST = Batch.CALLS * Batch.IDS;

  private final Portal portal;
  private final Journal journal;
  private final ListTrust trust;
  private final Duration validity;
  private final InstantSource clock;
  private final Map<Long, Observation> unmoved = new HashMap<>();

  ListRecheck(
      Portal portal, Journal journal, ListTrust trust, Duration validity, InstantSource clock) {
    this.portal = portal;
    this.journal = journal;
    this.trust = trust;
    this.validity = validity;
    this.clock = clock;
  }

  /**
   * What deals have that are as before, by deal id. The others have to be read.
   *
   * @param changes in the order of their deals
   */
  Map<Long, Observation> unmoved(List<Change> changes) {
    if (trust == ListTrust.UNPROVEN) {
      return Map.of();
    }
    Instant fresh = clock.instant().minus(validity);
    unmoved.values().removeIf(observed -> observed.at().isBefore(fresh));
    List<Change> asked =
        changes.stream()
            .filter(change -> change.before().wellFormed())
            .filter(change -> !unmoved.containsKey(change.deal()))
            .toList();
    if (!asked.isEmpty()) {
      look(asked);
    }
    Map<Long, Observation> found = new HashMap<>();
    for (Change change : changes) {
      Optional.ofNullable(unmoved.remove(change.deal()))
          .ifPresent(observed -> found.put(change.deal(), observed));
    }
    return found;
  }

  private void look(List<Change> asked) {
    List<Change> all = new ArrayList<>(asked);
    long last = asked.stream().mapToLong(Change::deal).max().orElseThrow();
    if (asked.size() < MOST) {
      journal.pending(last, MOST - asked.size()).stream()
          .filter(change -> change.before().wellFormed())
          .forEach(all::add);
    }
    Instant at = clock.instant();
    Listing listing = portal.ask(Questions.list(all.stream().map(Change::deal).toList())).listing();
    if (listing instanceof Listing.Listed listed) {
      for (Change change : all) {
        Optional.ofNullable(listed.sightings().get(change.deal()))
            .filter(seen -> isAsBefore(change, seen))
            .ifPresent(
                seen -> unmoved.put(change.deal(), new Observation.Present(change.before(), at)));
      }
    }
  }

  private static boolean isAsBefore(Change change, Sighting seen) {
    return seen.whole() && seen.agreesWith(change.before());
  }
}
