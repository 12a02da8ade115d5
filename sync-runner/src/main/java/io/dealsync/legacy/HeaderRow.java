package io.dealsync.legacy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Finds the header below the lines that reports put above their tables: a title, a date, who made
 * it. It is the first row that fills more than half as many columns as any of the first rows.
 */
final class HeaderRow {

  /** How many rows are looked at. */
  static final int ROWS = 40;

  private HeaderRow() {}

  /** Its place among the first rows; 0 when nothing is above it. */
  static int among(List<List<String>> rows) {
    long widest = rows.stream().mapToLong(HeaderRow::filled).max().orElse(0);
    for (int place = 0; place < rows.size(); place++) {
      if (filled(rows.get(place)) * 2 > widest) {
        return place;
      }
    }
    return 0;
  }

  /** That something stands above the table; blank when nothing does. */
  static String told(long rows) {
    return rows == 0
        ? ""
        : rows == 1
            ? "A row above the table was not read."
            : "%,d rows above the table were not read.".formatted(rows);
  }

  /** How many columns a row fills. */
  static long filled(List<String> row) {
    return row.stream().filter(text -> !VisibleText.strip(text).isEmpty()).count();
  }

  /**
   * The names of the columns, below a row that names groups of them: where names would be there
   * twice, each has its group's name before it.
   */
  static List<String> grouped(List<String> groups, List<String> names) {
    List<String> filled = names.stream().filter(name -> !name.isEmpty()).toList();
    boolean twice = new HashSet<>(filled).size() < filled.size();
    if (!twice || filled(groups) < 2) {
      return names;
    }
    List<String> full = new ArrayList<>();
    String group = "";
    for (int place = 0; place < names.size(); place++) {
      String here = place < groups.size() ? VisibleText.strip(groups.get(place)) : "";
      group = here.isEmpty() ? group : here;
      full.add(VisibleText.strip(group + " " + names.get(place)));
    }
    return full;
  }
}
