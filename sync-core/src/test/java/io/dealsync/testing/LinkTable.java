package io.dealsync.testing;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The link rows of one deal under Bitrix24's rules (contract 1.3 to 1.9), quirks included: a row
 * that the portal thinks unchanged is not rewritten, and so some damage survives.
 */
public final class LinkTable {

  private static final int STEP = 10;
  private static final Comparator<Link> PORTAL_ORDER =
      Comparator.comparingInt(Link::sort).thenComparingLong(Link::contact);

  private final Map<Long, Link> rows = new TreeMap<>();

  public LinkTable(LinkImage image) {
    image.rows().forEach(this::put);
  }

  /** The rows as {@code items.get} answers them. */
  public LinkImage image() {
    return new LinkImage(List.copyOf(rows.values()));
  }

  /** {@code add} with the SORT that the portal chooses. */
  public boolean add(long contact, boolean primary) {
    int highest = rows.values().stream().mapToInt(Link::sort).max().orElse(0);
    return add(new Link(contact, highest + STEP, primary));
  }

  /** {@code add} with an explicit SORT. */
  public boolean add(Link link) {
    if (rows.containsKey(link.contact())) {
      return false;
    }
    List<Link> wanted = ordered();
    wanted.add(link);
    if (link.primary() || wanted.stream().noneMatch(Link::primary)) {
      wanted.replaceAll(row -> flagged(row, row.contact() == link.contact()));
    }
    become(wanted);
    return true;
  }

  /** {@code delete}: a removed primary hands over to the first row left. */
  public boolean delete(long contact) {
    Link gone = rows.get(contact);
    if (gone == null) {
      return false;
    }
    List<Link> wanted = ordered();
    wanted.remove(gone);
    if (gone.primary() && !wanted.isEmpty()) {
      long heir = wanted.get(0).contact();
      wanted.replaceAll(row -> flagged(row, row.contact() == heir));
    }
    become(wanted);
    return true;
  }

  /** {@code items.delete}. */
  public void clear() {
    rows.clear();
  }

  /** {@code items.set} with distinct, valid contacts. */
  public void set(List<Link> items) {
    become(normalized(items));
  }

  /** An {@code items.set} that was cut off between its two statements. */
  public void setHalfWay(List<Link> items) {
    unbindAllBut(items);
  }

  /** The contact was deleted on the portal: its row goes, and nobody is promoted. */
  public void contactDeleted(long contact) {
    rows.remove(contact);
  }

  private static List<Link> normalized(List<Link> items) {
    long primary = items.stream().filter(Link::primary).findFirst().orElse(items.get(0)).contact();
    List<Link> wanted = new ArrayList<>();
    for (Link item : items) {
      int sort = item.sort() > 0 ? item.sort() : (wanted.size() + 1) * STEP;
      wanted.add(new Link(item.contact(), sort, item.contact() == primary));
    }
    return wanted;
  }

  private void become(List<Link> wanted) {
    long oldPrimary = lastPrimary(ordered());
    unbindAllBut(wanted);
    bind(wanted, oldPrimary);
  }

  private void unbindAllBut(List<Link> wanted) {
    Set<Long> kept = new HashSet<>(wanted.stream().map(Link::contact).toList());
    rows.keySet().removeIf(contact -> !kept.contains(contact));
  }

  /** Only SORT and the last of the primaries are compared (contract 1.9, S9 and S10). */
  private void bind(List<Link> wanted, long oldPrimary) {
    boolean primaryMoves = oldPrimary != lastPrimary(wanted);
    for (Link link : wanted) {
      Link old = rows.get(link.contact());
      boolean concerned = link.primary() || link.contact() == oldPrimary;
      if (old == null || old.sort() != link.sort() || (primaryMoves && concerned)) {
        put(link);
      }
    }
  }

  private List<Link> ordered() {
    return new ArrayList<>(rows.values().stream().sorted(PORTAL_ORDER).toList());
  }

  private static long lastPrimary(List<Link> links) {
    return links.stream()
        .filter(Link::primary)
        .mapToLong(Link::contact)
        .reduce(0, (first, second) -> second);
  }

  private void put(Link row) {
    rows.put(row.contact(), row);
  }

  private static Link flagged(Link row, boolean primary) {
    return new Link(row.contact(), row.sort(), primary);
  }
}
