package io.dealsync.decide;

import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The three-way merge of one deal: which links there are, their order, and the primary are merged
 * separately, each against what both sides last agreed on. A side that left something as it was
 * gives way to the side that changed it; both changing it differently is a conflict. Where SORT is
 * compared, it is merged link by link; otherwise the merged links are numbered again.
 */
final class ThreeWay {

  private static final int STEP = 10;

  private final LinkSet base;
  private final LinkSet desired;
  private final LinkSet observed;
  private final Comparison comparison;

  ThreeWay(LinkSet base, LinkSet desired, LinkSet observed, Comparison comparison) {
    this.base = base;
    this.desired = desired;
    this.observed = observed;
    this.comparison = comparison;
  }

  /** What a merge comes to. */
  sealed interface Result {

    /** Both sides shall have this. */
    record Merged(LinkSet links) implements Result {}

    /** The sides contradict each other. */
    record Conflict(String detail) implements Result {}
  }

  /**
   * At first sight there is no base: every link of either side is kept. The portal's come first,
   * unless SORT is compared and puts others between them.
   */
  static LinkSet union(LinkSet desired, LinkSet observed, Comparison comparison) {
    List<Long> added = desired.minus(observed);
    if (observed.isEmpty() || added.isEmpty()) {
      return observed.isEmpty() ? desired : observed;
    }
    List<Link> links = new ArrayList<>(observed.links());
    for (Link link : desired.links()) {
      if (added.contains(link.contact())) {
        links.add(link(link.contact(), link.sort(), Optional.empty()));
      }
    }
    return switch (comparison) {
      case ORDER ->
          numbered(links.stream().map(Link::contact).toList(), Optional.of(observed.primary()));
      case EXACT -> LinkSet.of(links);
    };
  }

  Result merge() {
    return switch (comparison) {
      case ORDER -> merge((order, primary) -> new Result.Merged(numbered(order, primary)));
      case EXACT -> {
        SortMerge sorts = new SortMerge(base, desired, observed);
        yield sorts.contradicted().isEmpty()
            ? merge((order, primary) -> sorted(order, primary, sorts))
            : new Result.Conflict(
                "Both sides changed the link of contact %s differently: mirror has %s, portal has %s, agreed was %s"
                    .formatted(
                        sorts.contradicted().get(0),
                        desired.asImage(),
                        observed.asImage(),
                        base.asImage()));
      }
    };
  }

  /** Gives the merged links their SORT values. */
  private interface Sorting {

    /**
     * @param primary empty for the first
     */
    Result sort(List<Long> order, Optional<Long> primary);
  }

  private Result merge(Sorting sorting) {
    Set<Long> kept = kept();
    if (ordersContradict(kept)) {
      return new Result.Conflict(
          "Both sides changed the order: mirror has " + desired + ", portal has " + observed);
    }
    if (kept.isEmpty()) {
      return new Result.Merged(LinkSet.empty());
    }
    List<Long> order = order(kept);
    Optional<Long> primary = primary();
    if (primary.isEmpty()) {
      return new Result.Conflict(
          "Both sides chose another primary: mirror has %d, portal has %d, agreed was %s"
              .formatted(desired.primary(), observed.primary(), agreedPrimary()));
    }
    if (kept.contains(primary.get())) {
      return sorting.sort(order, primary);
    }
    return wasChosenAnew(primary.get())
        ? new Result.Conflict(
            "One side made contact %d the primary, the other removed it".formatted(primary.get()))
        : sorting.sort(order, Optional.empty());
  }

  /** A link stays unless one side removed it; a new link of either side comes in. */
  private Set<Long> kept() {
    Set<Long> kept = new LinkedHashSet<>();
    for (LinkSet side : List.of(desired, observed)) {
      LinkSet other = side == desired ? observed : desired;
      for (long contact : side.contacts()) {
        if (!base.contains(contact) || other.contains(contact)) {
          kept.add(contact);
        }
      }
    }
    return kept;
  }

  private boolean ordersContradict(Set<Long> kept) {
    List<Long> common = kept.stream().filter(this::isEverywhere).toList();
    return reordered(desired)
        && reordered(observed)
        && !among(desired, common).equals(among(observed, common));
  }

  private boolean isEverywhere(long contact) {
    return base.contains(contact) && desired.contains(contact) && observed.contains(contact);
  }

  private boolean reordered(LinkSet side) {
    return !among(base, side.contacts()).equals(among(side, base.contacts()));
  }

  private static List<Long> among(LinkSet side, List<Long> contacts) {
    Set<Long> wanted = new HashSet<>(contacts);
    return side.contacts().stream().filter(wanted::contains).toList();
  }

  /**
   * The order of the side that changed it, with the other side's new links behind their neighbours.
   */
  private List<Long> order(Set<Long> kept) {
    boolean portalLeads = reordered(observed) && !reordered(desired);
    LinkSet leading = portalLeads ? observed : desired;
    LinkSet other = portalLeads ? desired : observed;
    List<Long> order = new ArrayList<>(leading.contacts().stream().filter(kept::contains).toList());
    long previous = 0;
    for (long contact : other.contacts()) {
      if (kept.contains(contact) && !order.contains(contact)) {
        order.add(placeAfter(previous, order), contact);
      }
      previous = kept.contains(contact) ? contact : previous;
    }
    return order;
  }

  private int placeAfter(long previous, List<Long> order) {
    int place = order.indexOf(previous) + 1;
    while (place < order.size() && !base.contains(order.get(place))) {
      place++;
    }
    return place;
  }

  /** The primary of the side that changed it; empty when both did, differently. */
  private Optional<Long> primary() {
    if (desired.isEmpty() || observed.isEmpty()) {
      return Optional.of(desired.isEmpty() ? observed.primary() : desired.primary());
    }
    long wanted = desired.primary();
    long seen = observed.primary();
    if (wanted == seen) {
      return Optional.of(wanted);
    }
    if (isAgreedPrimary(wanted)) {
      return Optional.of(seen);
    }
    return isAgreedPrimary(seen) ? Optional.of(wanted) : Optional.empty();
  }

  private boolean isAgreedPrimary(long contact) {
    return !base.isEmpty() && base.primary() == contact;
  }

  private String agreedPrimary() {
    return base.isEmpty() ? "none" : Long.toString(base.primary());
  }

  /** A primary that follows from a removal was not chosen by anybody. */
  private boolean wasChosenAnew(long contact) {
    return !isAgreedPrimary(contact)
        && !base.isEmpty()
        && desired.contains(base.primary())
        && observed.contains(base.primary());
  }

  private static LinkSet numbered(List<Long> order, Optional<Long> primary) {
    List<Link> links = new ArrayList<>(order.size());
    for (long contact : order) {
      links.add(link(contact, (links.size() + 1) * STEP, primary));
    }
    return LinkSet.of(links);
  }

  private static Link link(long contact, int sort, Optional<Long> primary) {
    return new Link(contact, sort, primary.equals(Optional.of(contact)));
  }

  /** Values that only together change the order are an order that neither side has chosen. */
  private Result sorted(List<Long> order, Optional<Long> primary, SortMerge sorts) {
    LinkSet merged =
        LinkSet.of(
            order.stream().map(contact -> link(contact, sorts.of(contact), primary)).toList());
    List<Long> common = order.stream().filter(this::isEverywhere).toList();
    return among(merged, common).equals(common)
        ? new Result.Merged(merged)
        : new Result.Conflict(
            "The SORT values of both sides together change the order: mirror has %s, portal has %s"
                .formatted(desired.asImage(), observed.asImage()));
  }
}
