package io.dealsync.reconcile;

import io.dealsync.desired.FirstSight;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The decision table of the README, written a second time and as plainly as possible. */
record DecisionTable(
    LinkSet desired,
    Optional<LinkSet> base,
    LinkImage image,
    Mode mode,
    Policy policy,
    FirstSight firstSight,
    Comparison comparison) {

  /** What shall become of a deal. */
  sealed interface Wish {

    /** Nothing is to be done. */
    record Nothing() implements Wish {}

    /** A person decides. */
    record Hold() implements Wish {}

    /**
     * Both sides get these contacts.
     *
     * @param primary among them; empty for the first
     * @param order contacts that keep this order
     * @param sorts the SORT of each contact; empty where any will do
     * @param mirror whether the mirror may be changed for that
     */
    record Both(
        Set<Long> contacts,
        Optional<Long> primary,
        List<Long> order,
        Map<Long, Integer> sorts,
        boolean mirror)
        implements Wish {}
  }

  Wish wish() {
    LinkSet seen = image.canonical();
    if (mode == Mode.PAUSED) {
      return new Wish.Nothing();
    }
    if (mode == Mode.ADD_ONLY) {
      return seen.contacts().containsAll(desired.contacts())
          ? new Wish.Nothing()
          : new Wish.Both(
              union(seen, desired),
              primary(seen.isEmpty() ? desired : seen),
              seen.contacts(),
              Map.of(),
              false);
    }
    if (comparison.same(desired, seen)) {
      return image.wellFormed() ? new Wish.Nothing() : exactly(desired, false);
    }
    return switch (policy) {
      case MIRROR_WINS -> base.isPresent() ? exactly(desired, false) : atFirstSight(seen);
      case HOLD -> portalAsAgreed(seen) ? exactly(desired, false) : new Wish.Hold();
      case MERGE -> merge(seen);
    };
  }

  private Wish atFirstSight(LinkSet seen) {
    return switch (firstSight) {
      case MIRROR -> exactly(desired, false);
      case HOLD -> new Wish.Hold();
      case ADD_FIRST -> {
        if (seen.isEmpty()) {
          yield exactly(desired, false);
        }
        yield seen.contacts().containsAll(desired.contacts())
            ? new Wish.Hold()
            : new Wish.Both(union(seen, desired), primary(seen), seen.contacts(), Map.of(), false);
      }
    };
  }

  private boolean portalAsAgreed(LinkSet seen) {
    return base.filter(agreed -> comparison.same(agreed, seen)).isPresent();
  }

  private Wish exactly(LinkSet side, boolean mirror) {
    return new Wish.Both(
        new TreeSet<>(side.contacts()), primary(side), side.contacts(), sorts(side), mirror);
  }

  private Wish merge(LinkSet seen) {
    if (base.isEmpty()) {
      Map<Long, Integer> sorts = new TreeMap<>(sorts(desired));
      sorts.putAll(sorts(seen.wantable()));
      return new Wish.Both(
          union(seen, desired),
          primary(seen.isEmpty() ? desired : seen),
          seen.contacts(),
          sorts,
          true);
    }
    LinkSet agreed = base.get();
    if (comparison.same(agreed, seen)) {
      return exactly(desired, false);
    }
    if (comparison.same(agreed, desired)) {
      return exactly(seen.wantable(), true);
    }
    Set<Long> kept = union(desired, seen);
    kept.removeIf(
        contact ->
            agreed.contains(contact) && !(desired.contains(contact) && seen.contains(contact)));
    boolean weReordered = !inOrderOf(agreed, desired).equals(inOrderOf(desired, agreed));
    boolean theyReordered = !inOrderOf(agreed, seen).equals(inOrderOf(seen, agreed));
    List<Long> ours = new ArrayList<>(desired.contacts());
    List<Long> theirs = new ArrayList<>(seen.contacts());
    List.of(ours, theirs)
        .forEach(
            side ->
                side.removeIf(
                    contact ->
                        !(agreed.contains(contact)
                            && desired.contains(contact)
                            && seen.contains(contact))));
    if (weReordered && theyReordered && !ours.equals(theirs)) {
      return new Wish.Hold();
    }
    List<Long> order = theyReordered && !weReordered ? theirs : ours;
    Optional<Map<Long, Integer>> merged =
        mergedSorts(sorts(agreed.wantable()), sorts(desired), sorts(seen.wantable()));
    if (merged.isEmpty() || !ascending(order, merged.get())) {
      return new Wish.Hold();
    }
    Map<Long, Integer> sorts = merged.get();
    if (kept.isEmpty()) {
      return new Wish.Both(kept, Optional.empty(), order, sorts, true);
    }
    Optional<Long> we = primary(desired);
    Optional<Long> they = primary(seen);
    Optional<Long> before = primary(agreed);
    boolean bothChose = !we.equals(they) && !we.equals(before) && !they.equals(before);
    if (bothChose && we.isPresent() && they.isPresent()) {
      return new Wish.Hold();
    }
    Optional<Long> chosen = we.isEmpty() || they.isPresent() && we.equals(before) ? they : we;
    if (kept.contains(chosen.orElseThrow())) {
      return new Wish.Both(kept, chosen, order, sorts, true);
    }
    boolean onPurpose =
        !chosen.equals(before)
            && before.filter(old -> desired.contains(old) && seen.contains(old)).isPresent();
    return onPurpose ? new Wish.Hold() : new Wish.Both(kept, Optional.empty(), order, sorts, true);
  }

  /** What each contact's SORT has to be; nothing where SORT values are free. */
  private Map<Long, Integer> sorts(LinkSet side) {
    return comparison == Comparison.ORDER
        ? Map.of()
        : side.links().stream().collect(Collectors.toMap(Link::contact, Link::sort));
  }

  /** Empty when both sides changed a link differently, by another SORT or by removing it. */
  private static Optional<Map<Long, Integer>> mergedSorts(
      Map<Long, Integer> agreed, Map<Long, Integer> ours, Map<Long, Integer> theirs) {
    Map<Long, Integer> merged = new TreeMap<>();
    for (long contact = 1; contact <= 100; contact++) {
      Integer before = agreed.get(contact);
      Integer we = ours.get(contact);
      Integer they = theirs.get(contact);
      boolean weDid = !Objects.equals(we, before);
      boolean theyDid = !Objects.equals(they, before);
      if (weDid && theyDid && !Objects.equals(we, they)) {
        return Optional.empty();
      }
      Integer now = weDid ? we : they;
      if (now != null) {
        merged.put(contact, now);
      }
    }
    return Optional.of(merged);
  }

  /** Whether these contacts come in this order by their SORT. */
  private static boolean ascending(List<Long> order, Map<Long, Integer> sorts) {
    List<Long> sorted = new ArrayList<>(order);
    sorted.removeIf(contact -> !sorts.containsKey(contact));
    List<Long> given = List.copyOf(sorted);
    sorted.sort(Comparator.<Long>comparingInt(sorts::get).thenComparing(c -> c));
    return sorted.equals(given);
  }

  private static Set<Long> union(LinkSet one, LinkSet other) {
    Set<Long> all = new TreeSet<>(one.contacts());
    all.addAll(other.contacts());
    return all;
  }

  private static Optional<Long> primary(LinkSet side) {
    return side.isEmpty() ? Optional.empty() : Optional.of(side.primary());
  }

  /** The contacts of a side that the other one has too. */
  private static List<Long> inOrderOf(LinkSet side, LinkSet other) {
    return side.contacts().stream().filter(other::contains).toList();
  }
}
