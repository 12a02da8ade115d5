package io.dealsync.reconcile;

import io.dealsync.desired.MirrorDeal;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.portal.IdLookup;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A deal that has to be read, with a guess at what its change will take for granted: the guess is
 * looked up by the request that reads the deal, and where it is right a request is saved.
 *
 * @param deal the deal
 * @param seen what the portal's list shows of it; empty when it was not asked, or does not show it
 * @param read what was read when the list had to prove itself, or what the list shows where that is
 *     enough to decide the deal; empty when it is still to be read
 */
record ReadCandidate(MirrorDeal deal, Optional<Sighting> seen, Optional<Observation> read) {

  /** A deal of which only is known what both sides last agreed on. */
  static ReadCandidate of(MirrorDeal deal) {
    return new ReadCandidate(deal, Optional.empty(), Optional.empty());
  }

  /** The same, taken as read. */
  ReadCandidate taken(Observation observed) {
    return new ReadCandidate(deal, seen, Optional.of(observed));
  }

  /** Whether the list has shown it, and shown that it has no links. */
  boolean isShownWithoutLinks() {
    return seen.filter(Sighting::isWithoutLinks).isPresent();
  }

  /** Whether the portal's list has shown it, and so as no template for recurring deals. */
  boolean isListed() {
    return seen.isPresent();
  }

  static List<Long> ids(List<ReadCandidate> suspects) {
    return suspects.stream().map(suspect -> suspect.deal().deal()).toList();
  }

  /** Those that are still to be read. */
  static List<Long> unread(List<ReadCandidate> suspects) {
    return ids(suspects.stream().filter(suspect -> suspect.read().isEmpty()).toList());
  }

  /** As many from the first on as take so many readings at most. */
  static List<ReadCandidate> first(List<ReadCandidate> suspects, int readings) {
    int unread = 0;
    int end = 0;
    while (end < suspects.size()) {
      unread += suspects.get(end).read().isEmpty() ? 1 : 0;
      if (unread > readings) {
        break;
      }
      end++;
    }
    return suspects.subList(0, end);
  }

  /** What it is like, from its own reading or from these. */
  Observation observed(Map<Long, Observation> readings) {
    return read.orElseGet(() -> Objects.requireNonNull(readings.get(deal.deal())));
  }

  /**
   * What the changes of these deals will want to know, if it takes at most so many calls: asking
   * for it must not cost the request that it may save.
   */
  static IdLookup guess(List<ReadCandidate> suspects, int calls) {
    IdLookup guess = guess(suspects);
    return guess.calls() <= calls ? guess : IdLookup.NOTHING;
  }

  private static IdLookup guess(List<ReadCandidate> suspects) {
    Set<Long> deals = new HashSet<>();
    Set<Long> contacts = new HashSet<>();
    for (ReadCandidate suspect : suspects) {
      suspect.guess(deals, contacts);
    }
    return new IdLookup(deals, contacts);
  }

  private void guess(Set<Long> deals, Set<Long> contacts) {
    seen.map(Sighting::contacts)
        .or(() -> deal.base().map(LinkSet::contacts))
        .ifPresent(has -> guess(has, deals, contacts));
  }

  private void guess(List<Long> has, Set<Long> deals, Set<Long> contacts) {
    List<Long> wanted = deal.desired().contacts();
    wanted.stream().filter(contact -> !has.contains(contact)).forEach(contacts::add);
    boolean mayBeMissing = has.isEmpty() && !wanted.isEmpty() && !isShownWithoutLinks();
    if (mayBeMissing || !isListed() && isEdited()) {
      deals.add(deal.deal());
    }
  }

  private boolean isEdited() {
    return deal.base().filter(base -> !base.sameOrder(deal.desired())).isPresent();
  }
}
