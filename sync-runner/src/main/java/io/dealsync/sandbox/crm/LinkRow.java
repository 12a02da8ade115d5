package io.dealsync.sandbox.crm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One row of the portal's link table, exactly as stored; any state is allowed, also the bad ones
 * that real portals hold (contract 1.5).
 *
 * <p>The text form is {@code 55/10/Y}: contact, SORT, IS_PRIMARY.
 */
public record LinkRow(long contactId, int sort, boolean primary) {

  /** The order of {@code items.get}: SORT, then contact (contract 1.5). */
  public static final Comparator<LinkRow> BY_SORT =
      Comparator.comparingInt(LinkRow::sort).thenComparingLong(LinkRow::contactId);

  /** Reads rows separated by blanks, for example {@code "55/10/Y 54/20/N"}; empty text is none. */
  public static List<LinkRow> parseAll(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    return Arrays.stream(text.strip().split("\\s+")).map(LinkRow::parse).toList();
  }

  /** Reads {@code 55/10/Y}; SORT and flag may be left out ({@code 55} is 55/10/N). */
  public static LinkRow parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length > 3) {
      throw new IllegalArgumentException("not a link row like 55/10/Y: " + text);
    }
    return new LinkRow(
        Long.parseLong(parts[0]),
        parts.length > 1 ? Integer.parseInt(parts[1]) : 10,
        parts.length > 2 && parts[2].equals("Y"));
  }

  /** Writes rows separated by blanks. */
  public static String format(List<LinkRow> rows) {
    return String.join(" ", rows.stream().map(LinkRow::toString).toList());
  }

  @Override
  public String toString() {
    return contactId + "/" + sort + "/" + (primary ? "Y" : "N");
  }
}
