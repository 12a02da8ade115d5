package io.dealsync.link;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A deal's whole list of links in canonical form: ordered by (sort, contact), no contact twice,
 * exactly one primary unless empty. Both sides are brought into this form before they are compared;
 * a set that breaks the form cannot exist.
 *
 * <p>Millions are made in a run: loops here, because a stream costs more than what it would do.
 */
public final class LinkSet {

  static final Comparator<Link> ORDER =
      comparingInt(Link::sort).thenComparing(comparingLong(Link::contact));

  private static final Comparator<DesiredLink> DESIRED_ORDER =
      comparingInt((DesiredLink link) -> link.sort().orElse(Integer.MAX_VALUE))
          .thenComparing(link -> link.sort().isEmpty())
          .thenComparing(comparingLong(DesiredLink::contact));

  private static final int STEP = 10;
  private static final LinkSet EMPTY = new LinkSet(List.of());

  private final List<Link> links;

  private LinkSet(List<Link> canonical) {
    this.links = List.copyOf(canonical);
  }

  /** The set of a deal that has no contacts. */
  public static LinkSet empty() {
    return EMPTY;
  }

  /**
   * The canonical form of links whose SORT is known.
   *
   * @throws IllegalArgumentException when a contact appears twice or two links are primary
   */
  public static LinkSet of(Collection<Link> links) {
    if (!areDistinct(links)) {
      throw new IllegalArgumentException("A contact is linked to a deal once: " + links);
    }
    if (primaries(links) > 1) {
      throw new IllegalArgumentException("A deal has one primary contact: " + links);
    }
    return canonical(ordered(links));
  }

  /** As {@link #of(Collection)}. */
  public static LinkSet of(Link... links) {
    return of(List.of(links));
  }

  /**
   * The canonical form of what people wrote: links without a SORT come last and get their position
   * × 10, or ten more than their predecessor where that is larger.
   *
   * @throws IllegalArgumentException when a contact appears twice or two links are primary
   */
  public static LinkSet ofDesired(Collection<DesiredLink> desired) {
    List<DesiredLink> ordered = new ArrayList<>(desired);
    ordered.sort(DESIRED_ORDER);
    List<Link> links = new ArrayList<>(ordered.size());
    long previous = 0;
    for (DesiredLink link : ordered) {
      long position = (links.size() + 1L) * STEP;
      long byPosition = position > previous ? position : previous + STEP;
      long sort = link.sort().isPresent() ? link.sort().getAsInt() : byPosition;
      if (sort > Integer.MAX_VALUE) {
        return of(renumbered(ordered));
      }
      links.add(new Link(link.contact(), (int) sort, link.primary()));
      previous = sort;
    }
    return of(links);
  }

  private static List<Link> renumbered(List<DesiredLink> ordered) {
    List<Link> links = new ArrayList<>(ordered.size());
    for (DesiredLink link : ordered) {
      links.add(new Link(link.contact(), (links.size() + 1) * STEP, link.primary()));
    }
    return links;
  }

  /** {@code ordered} is in canonical order, distinct, with at most one primary. */
  static LinkSet canonical(List<Link> ordered) {
    if (ordered.isEmpty()) {
      return EMPTY;
    }
    if (primaries(ordered) > 0) {
      return new LinkSet(ordered);
    }
    List<Link> promoted = new ArrayList<>(ordered);
    promoted.set(0, promoted.get(0).asPrimary(true));
    return new LinkSet(promoted);
  }

  /** The links in canonical order. */
  static List<Link> ordered(Collection<Link> links) {
    List<Link> ordered = new ArrayList<>(links);
    ordered.sort(ORDER);
    return ordered;
  }

  /** Whether no contact appears twice. */
  static boolean areDistinct(Collection<Link> links) {
    long[] contacts = new long[links.size()];
    int count = 0;
    for (Link link : links) {
      contacts[count++] = link.contact();
    }
    Arrays.sort(contacts);
    for (int i = 1; i < count; i++) {
      if (contacts[i] == contacts[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** How many of the links are flagged primary. */
  static int primaries(Collection<Link> links) {
    int primaries = 0;
    for (Link link : links) {
      primaries += link.primary() ? 1 : 0;
    }
    return primaries;
  }

  /** The links in canonical order. */
  public List<Link> links() {
    return links;
  }

  /** The contacts in canonical order. */
  public List<Long> contacts() {
    List<Long> contacts = new ArrayList<>(links.size());
    for (Link link : links) {
      contacts.add(link.contact());
    }
    return contacts;
  }

  public boolean isEmpty() {
    return links.isEmpty();
  }

  public int size() {
    return links.size();
  }

  /** Whether the contact is linked. */
  public boolean contains(long contact) {
    return links.stream().anyMatch(link -> link.contact() == contact);
  }

  /** The contact's SORT; empty when it is not linked. */
  public OptionalInt sort(long contact) {
    for (Link link : links) {
      if (link.contact() == contact) {
        return OptionalInt.of(link.sort());
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The primary contact's id.
   *
   * @throws NoSuchElementException when the set is empty
   */
  public long primary() {
    for (Link link : links) {
      if (link.primary()) {
        return link.contact();
      }
    }
    throw new NoSuchElementException("An empty set has no primary contact");
  }

  /** The contacts of this set that the other one lacks, in this set's order. */
  public List<Long> minus(LinkSet other) {
    Set<Long> theirs = new HashSet<>(other.contacts());
    return contacts().stream().filter(contact -> !theirs.contains(contact)).toList();
  }

  /**
   * The set as someone can want it: with a SORT below 1, which a portal may have and nobody can
   * write (contract 1.6), all are numbered again by position.
   */
  public LinkSet wantable() {
    return links.stream().allMatch(link -> link.sort() > 0) ? this : numbered();
  }

  private LinkSet numbered() {
    List<Link> rows = new ArrayList<>(links.size());
    for (Link link : links) {
      rows.add(new Link(link.contact(), (rows.size() + 1) * STEP, link.primary()));
    }
    return new LinkSet(rows);
  }

  /** Whether both have the same contacts in the same order and the same primary. */
  public boolean sameOrder(LinkSet other) {
    if (links.size() != other.links.size()) {
      return false;
    }
    for (int i = 0; i < links.size(); i++) {
      Link mine = links.get(i);
      Link theirs = other.links.get(i);
      if (mine.contact() != theirs.contact() || mine.primary() != theirs.primary()) {
        return false;
      }
    }
    return true;
  }

  /** The set as exact portal rows. */
  public LinkImage asImage() {
    return new LinkImage(links);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinkSet that && links.equals(that.links);
  }

  @Override
  public int hashCode() {
    return Objects.hash(links);
  }

  /** The contacts in order, the primary with a star: {@code 55* 54 56}, or {@code none}. */
  @Override
  public String toString() {
    return links.isEmpty()
        ? "none"
        : links.stream()
            .map(link -> link.primary() ? link.contact() + "*" : Long.toString(link.contact()))
            .collect(Collectors.joining(" "));
  }
}
