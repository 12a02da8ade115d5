package io.dealsync.legacy;

import io.dealsync.db.legacy.LegacyLink;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Rows that are deals: one cell with the main contact, another one with a list of contacts. Ids are
 * numbers; a list is separated by semicolons, commas, bars or blanks. The main contact comes first
 * and is primary.
 *
 * @param deal the deal's id
 * @param main the main contact's id, possibly blank
 * @param list the contacts' ids, possibly blank
 */
record DealRows(Cell deal, Cell main, Cell list) implements RowReader {

  @Override
  public RowResult read(Row row) {
    String dealId = deal(row);
    String mainId = main.in(row).isEmpty() ? "" : Value.number(main.in(row), "main contact's id");
    List<LegacyLink> links = new ArrayList<>();
    for (String contact : contacts(mainId, list.in(row))) {
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

  private static Set<String> contacts(String mainId, String list) {
    Set<String> contacts = new LinkedHashSet<>();
    if (!mainId.isEmpty()) {
      contacts.add(mainId);
    }
    for (String each : list.split("[;,|\\s]+")) {
      if (!each.isEmpty()) {
        contacts.add(Value.number(each, "contact id"));
      }
    }
    return contacts;
  }
}
