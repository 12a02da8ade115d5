package io.dealsync.observe;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the portal's list says of a deal: its contacts in SORT order and the primary, but no SORT
 * values (contract 6). Cheap, and only a hint: what looks different is read one by one.
 *
 * @param deal the deal's id
 * @param primary the primary contact's id, 0 when there is none
 * @param contacts the linked contacts in SORT order
 * @param whole whether these are certainly all of them; some portals cut the last deal of a page
 *     off
 */
public record Sighting(long deal, long primary, List<Long> contacts, boolean whole) {

  private static final int STEP = 10;

  public Sighting {
    contacts = List.copyOf(contacts);
  }

  /** Whether the deal certainly has no links; there is no more to know about it. */
  public boolean isWithoutLinks() {
    return whole && contacts.isEmpty() && primary == 0;
  }

  /** Whether the deal certainly has these contacts in this order with this primary. */
  public boolean shows(LinkSet links) {
    List<Link> rows = links.links();
    if (!whole
        || contacts.size() != rows.size()
        || primary != (rows.isEmpty() ? 0 : links.primary())) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (contacts.get(i) != rows.get(i).contact()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it agrees, as far as it goes, with rows that were read one by one. Links of equal SORT
   * may come in any order (contract 12).
   */
  public boolean agreesWith(LinkImage image) {
    LinkSet links = image.canonical();
    long expected = image.primaries() == 0 ? 0 : links.primary();
    return primary == expected
        && (whole ? isInOrderOf(links) : links.contacts().containsAll(contacts));
  }

  /**
   * The same with links of equal SORT in the order in which rows are compared, as far as these
   * links tell which those are.
   *
   * @param known links whose SORT was read once
   */
  public Sighting orderedBy(LinkSet known) {
    return whole && isInOrderOf(known) ? new Sighting(deal, primary, known.contacts(), true) : this;
  }

  private boolean isInOrderOf(LinkSet links) {
    if (contacts.size() != links.size()) {
      return false;
    }
    Map<Long, Integer> sorts = new HashMap<>();
    links.links().forEach(link -> sorts.put(link.contact(), link.sort()));
    int before = Integer.MIN_VALUE;
    for (long contact : contacts) {
      Integer sort = sorts.remove(contact);
      if (sort == null || sort < before) {
        return false;
      }
      before = sort;
    }
    return true;
  }

  /** The rows as far as they are known: SORT by position. */
  public LinkImage asImage() {
    List<Link> rows = new ArrayList<>(contacts.size());
    for (long contact : contacts) {
      rows.add(new Link(contact, (rows.size() + 1) * STEP, contact == primary));
    }
    return new LinkImage(rows);
  }
}
