package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rows that are deals: one cell with the main contact, another one with a list of contacts. Ids are
 * numbers. A list is separated by semicolons, commas, bars or blanks; the brackets and quotes of
 * JSON and of PostgreSQL's arrays may be around it. The main contact comes first and is primary.
 *
 * @param deal the deal's id
 * @param main the main contact's id, possibly blank
 * @param list the contacts' ids, possibly blank
 * @param contacts finds contacts that are named by something else than their id
 */
record DealRows(Cell deal, Cell main, Cell list, Contacts contacts) implements RowReader {

  private static final String BETWEEN = "[;,|\\s]+";
  private static final Pattern OBJECT_ID = Pattern.compile("\"id\"\\s*:\\s*\"?([^\",}\\s]+)");
  private static final Pattern AROUND = Pattern.compile("^[\\[{\"'(]+|[\\]}\"')]+$");

  /** A column with a list of contacts; left out, and told, when it has names instead of ids. */
  static Cell list(Column column, Header header, Sample sample, Contacts contacts) {
    return sample.never(header.peek(column), DealRows::hasIds) && !contacts.areKnown()
        ? header.leaveOut(column, "names, not ids")
        : header.cell(column);
  }

  private static boolean hasIds(String list) {
    return elements(list).stream().anyMatch(each -> each.matches("'?\\d+(\\.0+)?"));
  }

  @Override
  public RowResult read(Row row) {
    String dealId = deal(row);
    String mainId = main.in(row).isEmpty() ? "" : id(main.in(row), "main contact's id");
    List<LegacyLink> links = new ArrayList<>();
    for (String contact : contacts(mainId, whole(SpreadsheetId.unwrapped(list.in(row))))) {
      links.add(
          new LegacyLink(
              dealId, contact, OptionalInt.of(links.size() + 1), contact.equals(mainId), "", ""));
    }
    return links.isEmpty()
        ? new RowResult.Skipped("the deal has no contacts")
        : new RowResult.Links(links);
  }

  @Override
  public String deal(Row row) {
    return Value.number(deal.in(row), "deal id");
  }

  @Override
  public String contact(Row row) {
    return "";
  }

  private String id(String text, String what) {
    return contacts.areKnown() ? contacts.id(text) : Value.number(text, what);
  }

  private Set<String> contacts(String mainId, String list) {
    Set<String> all = new LinkedHashSet<>();
    if (!mainId.isEmpty()) {
      all.add(mainId);
    }
    if (contacts.areKnown()) {
      all.addAll(new NamedContacts(contacts).ids(list, mainId));
    } else {
      elements(list).forEach(each -> all.add(Value.number(each, "contact id")));
    }
    return all;
  }

  /** Half a deal would take its other contacts from it. */
  private static String whole(String list) {
    boolean open =
        list.startsWith("[") && !list.endsWith("]") || list.startsWith("{") && !list.endsWith("}");
    if (open) {
      throw new BadValue("the list of contacts %s is cut off".formatted(Value.shown(list)));
    }
    return list;
  }

  private static List<String> elements(String list) {
    return list.contains("\"id\"") ? objectIds(list) : split(list);
  }

  /** Of a JSON array of objects, as loaders of warehouses write it. */
  private static List<String> objectIds(String list) {
    return OBJECT_ID.matcher(list).results().map(found -> found.group(1)).toList();
  }

  private static List<String> split(String list) {
    List<String> elements = new ArrayList<>();
    for (String each : list.split(BETWEEN)) {
      String element = VisibleText.strip(AROUND.matcher(VisibleText.strip(each)).replaceAll(""));
      if (!element.isEmpty() && !NullMarkers.is(element)) {
        elements.add(element);
      }
    }
    return elements;
  }
}
