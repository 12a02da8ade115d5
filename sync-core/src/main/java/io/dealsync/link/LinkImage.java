package io.dealsync.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A deal's rows exactly as a portal has them, damage included: real portals hold sets with two
 * primaries, with none, and with equal SORT values (contract 1.5, 1.8). Images are what the journal
 * keeps, so that an undo restores every value.
 *
 * @param rows the rows in canonical order (sort, contact)
 */
public record LinkImage(List<Link> rows) {

  private static final LinkImage EMPTY = new LinkImage(List.of());

  public LinkImage {
    rows = List.copyOf(LinkSet.ordered(rows));
  }

  /** The image of a deal without links. */
  public static LinkImage empty() {
    return EMPTY;
  }

  /** As the constructor. */
  public static LinkImage of(Link... rows) {
    return new LinkImage(List.of(rows));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** How many rows are flagged primary; 1 on a healthy deal with links. */
  public int primaries() {
    return LinkSet.primaries(rows);
  }

  /** Whether the rows are a valid set: no contact twice, one primary unless empty. */
  public boolean wellFormed() {
    return rows.isEmpty() || (primaries() == 1 && LinkSet.areDistinct(rows));
  }

  /**
   * The canonical form. Among several primaries the smallest contact id counts, as it does for the
   * deal's CONTACT_ID (contract 1.8); without one the first row does.
   */
  public LinkSet canonical() {
    return wellFormed() ? LinkSet.canonical(rows) : repaired();
  }

  private LinkSet repaired() {
    long primary = rows.stream().filter(Link::primary).mapToLong(Link::contact).min().orElse(-1);
    Map<Long, Link> distinct = new LinkedHashMap<>();
    for (Link row : rows) {
      distinct.putIfAbsent(row.contact(), row.asPrimary(row.contact() == primary));
    }
    return LinkSet.canonical(new ArrayList<>(distinct.values()));
  }

  /** The rows with SORT and flag: {@code 55/10/Y 54/20/N}, or {@code none}. */
  @Override
  public String toString() {
    if (rows.isEmpty()) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    for (Link row : rows) {
      text.append(text.isEmpty() ? "" : " ")
          .append(row.contact())
          .append('/')
          .append(row.sort())
          .append(row.primary() ? "/Y" : "/N");
    }
    return text.toString();
  }
}
