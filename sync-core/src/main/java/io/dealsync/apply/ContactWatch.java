package io.dealsync.apply;

import io.dealsync.journal.Journal;
import io.dealsync.journal.Settled;
import io.dealsync.plan.Change;
import io.dealsync.portal.Portal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees to it that no contact is linked that was looked up too long ago. Because a request has room
 * for many contacts, those of changes that come next are looked up along with them.
 */
final class ContactWatch {

  /** Contacts disappear seldom: a shorter wish to recheck is about the links of deals. */
  private static final Duration LEAST_VALIDITY = Duration.ofMinutes(1);

  private static final int AHEAD = 1000;

  private final Portal portal;
  private final Journal journal;
  private final Duration validity;
  private final Instant plannedAt;
  private final InstantSource clock;
  private final Map<Long, Instant> seen = new HashMap<>();

  /**
   * @param plannedAt when the contacts of the plan were looked up, at the earliest
   */
  ContactWatch(
      Portal portal,
      Journal journal,
      Duration recheckAfter,
      Instant plannedAt,
      InstantSource clock) {
    this.portal = portal;
    this.journal = journal;
    this.validity = recheckAfter.compareTo(LEAST_VALIDITY) < 0 ? LEAST_VALIDITY : recheckAfter;
    this.plannedAt = plannedAt;
    this.clock = clock;
  }

  /**
   * How those of the changes end whose contacts are gone.
   *
   * @param ready changes that are about to be sent
   * @param moved those of them that want something else than what was planned
   */
  List<Settled> gone(List<Change> ready, List<Change> moved) {
    seen.values().removeIf(this::isOld);
    Set<Long> redecided = moved.stream().map(Change::deal).collect(Collectors.toSet());
    List<Change> old = new ArrayList<>();
    List<Change> asked = new ArrayList<>();
    for (Change change : ready) {
      boolean isOld = isDoubtful(change);
      if (isOld) {
        old.add(change);
      }
      if (isOld || redecided.contains(change.deal())) {
        asked.add(change);
      }
    }
    return asked.isEmpty() ? List.of() : lookUp(asked, old.isEmpty() ? List.of() : next(old));
  }

  private boolean isOld(Instant moment) {
    return moment.isBefore(clock.instant().minus(validity));
  }

  private boolean isDoubtful(Change change) {
    return isOld(plannedAt) && !seen.keySet().containsAll(change.delta().added());
  }

  private List<Change> next(List<Change> old) {
    long last = old.stream().mapToLong(Change::deal).max().orElseThrow();
    return journal.pending(last, AHEAD).stream().filter(this::isDoubtful).toList();
  }

  private List<Settled> lookUp(List<Change> asked, List<Change> next) {
    Instant now = clock.instant();
    Set<Long> deals = asked.stream().map(Change::deal).collect(Collectors.toSet());
    PrerequisiteCheck confirmation = new PrerequisiteCheck(portal);
    asked.forEach(confirmation::add);
    for (Change change : next) {
      if (!confirmation.isFull()) {
        confirmation.add(change);
      }
    }
    PrerequisiteCheck.Confirmed confirmed = confirmation.confirm();
    confirmed.changes().forEach(change -> change.delta().added().forEach(id -> seen.put(id, now)));
    return new PrerequisiteCheck.Confirmed(
            confirmed.changes(),
            confirmed.holds().stream().filter(hold -> deals.contains(hold.deal())).toList())
        .ended(asked);
  }
}
