package io.dealsync.reconcile;

import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.portal.BothWays;
import io.dealsync.portal.DealList;
import io.dealsync.portal.Portal;
import io.dealsync.run.SieveSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the deals that need to be read one by one. It looks at the portal's list, which shows order
 * and primary of fifty deals a command, and passes what already looks as desired. It proves itself
 * on a random sample first; one disagreement, or a refusal, and everything is read one by one.
 */
final class Sieve {

  /** Below this many deals, reading them one by one takes no more requests than the proof. */
  static final int WORTHWHILE = 250;

  private final Portal portal;
  private final SieveSettings settings;
  private final Instant now;
  private final Set<Long> listed = new HashSet<>();
  private boolean trusted;
  private String note = "";

  Sieve(Portal portal, SieveSettings settings, Instant now) {
    this.portal = portal;
    this.settings = settings;
    this.now = now;
  }

  /**
   * What came through a page.
   *
   * @param clear deals that look as desired, with what was seen
   * @param suspects deals to be read one by one
   */
  record Sifted(Map<MirrorDeal, Sighting> clear, List<MirrorDeal> suspects) {}

  /** Decides whether the list can be used in this run. */
  void prove(Comparison comparison, long deals, List<MirrorDeal> sample) {
    if (!settings.enabled() || comparison == Comparison.EXACT || deals < WORTHWHILE) {
      return;
    }
    Set<Long> doubtful = disagreeing(sample.stream().map(MirrorDeal::deal).toList());
    // Somebody may have edited a deal between the two readings; that does not happen twice.
    Set<Long> contradicted = doubtful.isEmpty() ? doubtful : disagreeing(List.copyOf(doubtful));
    if (!contradicted.isEmpty()) {
      note =
          "The portal's list contradicts the deals themselves (deal %d, for one);"
                  .formatted(contradicted.iterator().next())
              + " every deal was read one by one.";
    }
    trusted = note.isEmpty();
  }

  private Set<Long> disagreeing(List<Long> deals) {
    BothWays seen = portal.readBothWays(deals);
    return switch (seen.listing()) {
      case DealList.Listing.Refused refused -> {
        note =
            "The portal does not let us list deals (%s); every deal was read one by one."
                .formatted(refused.why());
        yield Set.of();
      }
      case DealList.Listing.Listed listed -> {
        Set<Long> disagreeing = new HashSet<>();
        seen.observations()
            .forEach(
                (deal, observation) -> {
                  if (!agree(Optional.ofNullable(listed.sightings().get(deal)), observation)) {
                    disagreeing.add(deal);
                  }
                });
        yield disagreeing;
      }
    };
  }

  /** An empty answer for a deal that is not listed is how some portals say "missing". */
  private static boolean agree(Optional<Sighting> sighting, Observation observation) {
    return switch (observation) {
      case Observation.Present present ->
          sighting.map(seen -> seen.agreesWith(present.image())).orElse(present.image().isEmpty());
      case Observation.Missing ignored -> sighting.isEmpty();
      case Observation.Denied ignored -> sighting.isEmpty();
      case Observation.Unreadable ignored -> true;
    };
  }

  /** Whether the list is used. */
  boolean isTrusted() {
    return trusted;
  }

  /** What people should know about it; blank when there is nothing unusual. */
  String note() {
    return note;
  }

  /** Splits a page into what looks as desired and what has to be read. */
  Sifted sift(List<MirrorDeal> page) {
    List<MirrorDeal> suspects = new ArrayList<>();
    List<MirrorDeal> candidates = new ArrayList<>();
    for (MirrorDeal deal : page) {
      (trusted && !isDue(deal) ? candidates : suspects).add(deal);
    }
    Map<MirrorDeal, Sighting> clear = new LinkedHashMap<>();
    if (!candidates.isEmpty()) {
      Map<Long, Sighting> seen = sightings(candidates);
      for (MirrorDeal deal : candidates) {
        Sighting sighting = seen.get(deal.deal());
        if (sighting != null && looksAsDesired(deal, sighting)) {
          clear.put(deal, sighting);
        } else {
          suspects.add(deal);
          if (sighting != null) {
            listed.add(deal.deal());
          }
        }
      }
    }
    return new Sifted(clear, suspects);
  }

  /** Whether the list has shown this suspect; it shows no templates for recurring deals. */
  boolean hasListed(long deal) {
    return listed.contains(deal);
  }

  /** Of the others nothing more is asked. */
  void forgetAllBut(List<MirrorDeal> suspects) {
    listed.retainAll(suspects.stream().map(MirrorDeal::deal).collect(Collectors.toSet()));
  }

  private Map<Long, Sighting> sightings(List<MirrorDeal> deals) {
    return switch (portal.list(deals.stream().map(MirrorDeal::deal).toList())) {
      case DealList.Listing.Listed listed -> listed.sightings();
      case DealList.Listing.Refused refused -> {
        trusted = false;
        note =
            "The portal stopped listing deals (%s); the rest was read one by one."
                .formatted(refused.why());
        yield Map.of();
      }
    };
  }

  private static boolean looksAsDesired(MirrorDeal deal, Sighting sighting) {
    return deal.mode() == Mode.ADD_ONLY
        ? sighting.contacts().containsAll(deal.desired().contacts())
        : sighting.shows(deal.desired());
  }

  /** The list does not show SORT; each deal's turn to be read comes at its own time. */
  private boolean isDue(MirrorDeal deal) {
    long half = settings.fullEvery().toSeconds() / 2;
    long turn = half + Math.floorMod(deal.deal() * 0x9E3779B97F4A7C15L, half + 1);
    return deal.standing()
        .readAt()
        .map(at -> Duration.between(at, now).toSeconds() >= turn)
        .orElse(false);
  }
}
