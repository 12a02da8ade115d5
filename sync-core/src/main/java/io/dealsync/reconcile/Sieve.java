package io.dealsync.reconcile;

import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.observe.ListTrust;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.plan.Batch;
import io.dealsync.portal.Answers;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.IdLookup;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Questions;
import io.dealsync.run.RunSettings;
import io.dealsync.run.SieveSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the deals that need to be read one by one. It looks at the portal's list, which shows order
 * and primary of fifty deals a command, and passes what already looks as desired. It proves itself
 * on a random sample first; one disagreement, a refusal, or a sample that the portal hardly shows,
 * and everything is read one by one.
 */
final class Sieve {

  private static final int PAGE = 10_000;

  private static final int HANDSHAKE = 1;

  /** The handshake, and the sample's own place in the list. */
  private static final int BESIDE = HANDSHAKE + 1;

  /** As many deals as a single request can list. */
  private static final int ALL_AT_ONCE = (Batch.CALLS - HANDSHAKE) * Batch.IDS;

  /** The calls that look up what some deals' changes take for granted. */
  private static final int GUESSES = 2;

  /** So many of four deals of a sample have to be shown. */
  private static final int PROOF = 3;

  private static final int PROOF_OF = 4;

  private final Portal portal;
  private final SieveSettings settings;
  private final ListDecision listDecision;
  private final InstantSource clock;
  private final Instant now;
  private List<Long> sample = List.of();
  private boolean listsAllAtOnce;
  private boolean trusted;
  private String note = "";

  Sieve(Portal portal, RunSettings settings, InstantSource clock) {
    this.portal = portal;
    this.settings = settings.sieve();
    this.listDecision = new ListDecision(settings);
    this.clock = clock;
    this.now = clock.instant();
  }

  /**
   * What came through a page.
   *
   * @param clear deals that look as desired, with what was seen
   * @param suspects deals to be read one by one
   * @param riders suspects of earlier pages that were read meanwhile
   * @param existing what was found in passing of what the suspects' changes take for granted
   */
  record Sifted(
      Map<MirrorDeal, Sighting> clear,
      List<ReadCandidate> suspects,
      Optional<Riders> riders,
      ExistingIds existing) {}

  /**
   * What the portal says of a page.
   *
   * @param sightings what its list shows, by deal id
   * @param readings what was read of the sample, and of suspects beside it, by deal id
   * @param existing what was found in passing
   */
  private record Seen(
      Map<Long, Sighting> sightings, Map<Long, Observation> readings, ExistingIds existing) {

    private static final Seen NOTHING = listed(Map.of());

    private static Seen listed(Map<Long, Sighting> sightings) {
      return new Seen(sightings, Map.of(), ExistingIds.NOTHING);
    }

    private ReadCandidate suspect(MirrorDeal deal) {
      long id = deal.deal();
      return new ReadCandidate(
          deal,
          Optional.ofNullable(sightings.get(id))
              .map(seen -> deal.base().map(seen::orderedBy).orElse(seen)),
          Optional.ofNullable(readings.get(id)).filter(Observation.Present.class::isInstance));
    }
  }

  /**
   * Suspects that filled the last request of a page.
   *
   * @param number how many of those that were waiting, from the first one
   * @param answers what the portal said of them
   */
  record Riders(int number, Answers answers) {}

  /** Whether the list is to be tried for so many deals. */
  boolean isWorthwhile(Comparison comparison, long deals) {
    return settings.enabled() && comparison != Comparison.EXACT && deals >= settings.from();
  }

  /**
   * How many deals prove the list: as many as are configured, or as still fit into the request that
   * lists all deals. Those need not be read again.
   */
  int sample(long deals) {
    return deals > ALL_AT_ONCE
        ? settings.sample()
        : Math.max(settings.sample(), Batch.CALLS - BESIDE - Batch.listing((int) deals));
  }

  /** From now on the list is used, if it shows these deals as they are; the first page tells. */
  void proveBy(List<MirrorDeal> deals, long managed) {
    sample = ids(deals);
    listsAllAtOnce = managed <= ALL_AT_ONCE;
  }

  /**
   * What the portal says of these deals; no sightings when its list proves not to be of use. Where
   * one request lists all deals and has no room for the whole sample, the rest of it is read by the
   * request that reads the suspects.
   */
  private Seen proven(List<MirrorDeal> page) {
    Set<Long> listed = new TreeSet<>(ids(page));
    listed.addAll(sample);
    int first = Math.min(sample.size(), Batch.room(Batch.listing(listed.size()) + HANDSHAKE));
    List<Long> rest = sample.subList(first, sample.size());
    List<Long> witnesses = sample;
    Answers seen = portal.ask(new Questions(listed, sample.subList(0, first), IdLookup.NOTHING));
    sample = List.of();
    Map<Long, Sighting> sightings = new HashMap<>(sightings(seen.listing()));
    Map<Long, Observation> readings = new HashMap<>(seen.observations());
    noteRefusal(seen.listing());
    Set<Long> contradicted = disagreeing(seen.listing(), seen.observations());
    ExistingIds existing = ExistingIds.NOTHING;
    if (!rest.isEmpty() && note.isEmpty()) {
      Answers more = readBeside(rest, page, new Seen(sightings, readings, existing));
      existing = more.existing();
      readings.putAll(more.observations());
      Map<Long, Observation> sampled = new HashMap<>(more.observations());
      sampled.keySet().retainAll(rest);
      contradicted.addAll(disagreeing(seen.listing(), sampled));
    }
    if (!contradicted.isEmpty()) {
      // Someone may have edited a deal between the two readings; that does not happen twice.
      Answers again =
          portal.ask(
              new Questions(contradicted, contradicted, new IdLookup(contradicted, Set.of())));
      sightings.keySet().removeAll(contradicted);
      sightings.putAll(sightings(again.listing()));
      readings.putAll(again.observations());
      noteRefusal(again.listing());
      contradicted = disagreeing(again.listing(), again.observations());
      contradicted.removeAll(again.existing().templates());
    }
    if (!contradicted.isEmpty()) {
      note =
          "The portal's list contradicts the deals themselves (deal %d, for one);"
                  .formatted(contradicted.iterator().next())
              + " every deal was read one by one.";
    }
    if (note.isEmpty()) {
      requireProof(witnesses, sightings, readings);
    }
    trusted = note.isEmpty();
    return new Seen(trusted ? sightings : Map.of(), readings, existing);
  }

  /** A deal that is not shown, or was not read, says nothing about what the list shows. */
  private void requireProof(
      List<Long> witnesses, Map<Long, Sighting> sightings, Map<Long, Observation> readings) {
    long shown =
        witnesses.stream()
            .filter(sightings::containsKey)
            .filter(deal -> readings.get(deal) instanceof Observation.Present)
            .count();
    long expected = Math.min(settings.sample(), witnesses.size());
    if (shown * PROOF_OF < expected * PROOF) {
      note =
          "The portal shows only %d of the %d deals that were to prove its list;"
                  .formatted(shown, witnesses.size())
              + " every deal was read one by one.";
    }
  }

  /** Reads the rest of the sample, and as many suspects as there is room for beside it. */
  private Answers readBeside(List<Long> rest, List<MirrorDeal> page, Seen seen) {
    Map<Boolean, List<ReadCandidate>> suspects =
        page.stream()
            .map(seen::suspect)
            .filter(suspect -> !isClear(suspect))
            .collect(Collectors.partitioningBy(suspect -> rest.contains(suspect.deal().deal())));
    int room = Math.max(0, Batch.CALLS - rest.size() - GUESSES);
    List<ReadCandidate> beside = ReadCandidate.first(suspects.getOrDefault(false, List.of()), room);
    List<Long> read = new ArrayList<>(rest);
    read.addAll(ReadCandidate.unread(beside));
    List<ReadCandidate> guessed = new ArrayList<>(suspects.getOrDefault(true, List.of()));
    guessed.addAll(beside);
    return portal.ask(new Questions(List.of(), read, ReadCandidate.guess(guessed, GUESSES)));
  }

  private static List<Long> ids(List<MirrorDeal> deals) {
    return deals.stream().map(MirrorDeal::deal).toList();
  }

  private static Map<Long, Sighting> sightings(Listing listing) {
    return listing instanceof Listing.Listed listed ? listed.sightings() : Map.of();
  }

  /** A list that is kept from us contradicts nothing; it is of no use. */
  private static Set<Long> disagreeing(Listing listing, Map<Long, Observation> readings) {
    Set<Long> disagreeing = new HashSet<>();
    if (listing instanceof Listing.Listed listed) {
      readings.forEach(
          (deal, observation) -> {
            if (!agree(Optional.ofNullable(listed.sightings().get(deal)), observation)) {
              disagreeing.add(deal);
            }
          });
    }
    return disagreeing;
  }

  private void noteRefusal(Listing listing) {
    if (listing instanceof Listing.Refused refused) {
      note =
          "The portal does not let us list deals (%s); every deal was read one by one."
              .formatted(refused.why());
    }
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

  /** What the run may think of the list by now. */
  ListTrust trust() {
    return trusted ? ListTrust.PROVEN : ListTrust.UNPROVEN;
  }

  /** Whether the list is used, or about to prove itself. */
  boolean isUsed() {
    return trusted || !sample.isEmpty();
  }

  /**
   * How many deals to sift at a time: four requests of fifty times fifty, but while the list has to
   * prove itself only as many as the request that proves it has room for.
   */
  int page() {
    if (trusted) {
      return PAGE;
    }
    int room = Batch.room(sample.size() + BESIDE);
    return listsAllAtOnce ? ALL_AT_ONCE : (room == 0 ? Batch.CALLS : room) * Batch.IDS;
  }

  /** What people should know about it; blank when there is nothing unusual. */
  String note() {
    return note;
  }

  /**
   * Splits a page into what looks as desired and what has to be read.
   *
   * @param waiting suspects of earlier pages; as many of them are read as there is room for
   */
  Sifted sift(List<MirrorDeal> page, List<ReadCandidate> waiting) {
    Instant asked = clock.instant();
    List<MirrorDeal> listed =
        isUsed() ? page.stream().filter(deal -> !isDue(deal)).toList() : List.of();
    Optional<Riders> riders =
        trusted && !listed.isEmpty() ? Optional.of(listed(ids(listed), waiting)) : Optional.empty();
    Seen seen = riders.map(this::believed).orElseGet(() -> unridden(listed));
    Map<MirrorDeal, Sighting> clear = new LinkedHashMap<>();
    List<ReadCandidate> suspects = new ArrayList<>();
    for (MirrorDeal deal : page) {
      ReadCandidate suspect = seen.suspect(deal);
      if (isClear(suspect)) {
        clear.put(deal, suspect.seen().orElseThrow());
      } else {
        suspects.add(listDecision.of(suspect, asked));
      }
    }
    return new Sifted(clear, suspects, riders, seen.existing());
  }

  private static boolean isClear(ReadCandidate suspect) {
    return suspect.read().isEmpty()
        && suspect.seen().filter(seen -> looksAsDesired(suspect.deal(), seen)).isPresent();
  }

  private Seen unridden(List<MirrorDeal> listed) {
    return listed.isEmpty() ? Seen.NOTHING : proven(listed);
  }

  /** Asks the list for deals, with as many riders as there is room for. */
  private Riders listed(List<Long> deals, List<ReadCandidate> waiting) {
    List<ReadCandidate> read = ReadCandidate.first(waiting, roomBeside(deals.size()));
    IdLookup guess = ReadCandidate.guess(read, GUESSES);
    return new Riders(
        read.size(), portal.ask(new Questions(deals, ReadCandidate.unread(read), guess)));
  }

  /** How many deals can be read in the last of the requests that list so many. */
  static int roomBeside(int listed) {
    return Math.max(0, Batch.room(Batch.listing(listed)) - GUESSES);
  }

  private Seen believed(Riders riders) {
    return switch (riders.answers().listing()) {
      case Listing.Listed listed -> Seen.listed(listed.sightings());
      case Listing.Refused refused -> {
        trusted = false;
        note =
            "The portal stopped listing deals (%s); the rest was read one by one."
                .formatted(refused.why());
        yield Seen.NOTHING;
      }
    };
  }

  private static boolean looksAsDesired(MirrorDeal deal, Sighting sighting) {
    return deal.mode() == Mode.ADD_ONLY
        ? sighting.whole() && sighting.contacts().containsAll(deal.desired().contacts())
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
