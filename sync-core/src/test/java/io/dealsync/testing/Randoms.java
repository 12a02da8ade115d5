package io.dealsync.testing;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Random links from a seed; small numbers, so that coincidences are frequent. */
public final class Randoms {

  private static final int[] PORTAL_SORTS = {
    -5, 0, 1, 2, 3, 5, 10, 11, 12, 15, 20, 21, 25, 30, 30, 40, 100, 500, Integer.MAX_VALUE - 5
  };
  private static final int[] WANTED_SORTS = {1, 2, 5, 10, 11, 20, 25, 30, 40, 100, 700};

  private final Random random;
  private final long contacts;

  /** Links of contacts 1 to {@code contacts}. */
  public Randoms(Random random, long contacts) {
    this.random = random;
    this.contacts = contacts;
  }

  /** Rows as a portal may have them, damage included. */
  public LinkImage image() {
    List<Link> rows = new ArrayList<>();
    int flags = random.nextInt(4);
    for (long contact : someContacts()) {
      boolean primary = flags == 0 ? random.nextBoolean() : flags != 1 && rows.isEmpty();
      rows.add(new Link(contact, pick(PORTAL_SORTS), primary));
    }
    return new LinkImage(rows);
  }

  /** Links as someone may want them. */
  public LinkSet wanted() {
    List<Long> chosen = someContacts();
    int primary = random.nextInt(chosen.size() + 1);
    boolean numbered = random.nextBoolean();
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      int sort = numbered ? (i + 1) * 10 : pick(WANTED_SORTS);
      links.add(new Link(chosen.get(i), sort, i == primary));
    }
    return LinkSet.of(links);
  }

  /** Links that differ little from what is there, as most edits do. */
  public LinkSet edited(LinkSet from) {
    List<Link> links = new ArrayList<>(from.links().stream().map(Randoms::positive).toList());
    long contact = contact();
    boolean linked = links.removeIf(link -> link.contact() == contact);
    if (!linked) {
      boolean primary = random.nextInt(3) == 0;
      if (primary) {
        links.replaceAll(link -> new Link(link.contact(), link.sort(), false));
      }
      int sort = random.nextBoolean() ? pick(WANTED_SORTS) : last(links) + 10;
      links.add(new Link(contact, sort, primary));
    }
    return LinkSet.of(links);
  }

  public long contact() {
    return 1 + random.nextLong(contacts);
  }

  private static int last(List<Link> links) {
    int last = links.stream().mapToInt(Link::sort).max().orElse(0);
    return Math.min(last, Integer.MAX_VALUE - 10);
  }

  private static Link positive(Link link) {
    return new Link(link.contact(), Math.max(1, link.sort()), link.primary());
  }

  private List<Long> someContacts() {
    List<Long> ids = new ArrayList<>(LongStream.rangeClosed(1, contacts).boxed().toList());
    Collections.shuffle(ids, random);
    return ids.subList(0, random.nextInt(Math.min(6, ids.size() + 1)));
  }

  private int pick(int[] values) {
    return values[random.nextInt(values.length)];
  }
}
