package io.dealsync.sandbox;

import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Links in a CSV file: deal, contact, SORT, primary ({@code Y} or {@code N}), with or without a
 * header. A line with nothing but a deal is a deal without links; a missing SORT is the place times
 * ten. Rows are stored as they stand, bad states included.
 */
public final class SandboxCsv {

  private SandboxCsv() {}

  /** Adds a file's deals, links and contacts to a portal; returns how many deals it had. */
  public static int fill(PortalState state, Path file) throws IOException {
    Map<Long, List<LinkRow>> deals = new TreeMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank() && !(number == 1 && isHeader(line))) {
          readLine(line, file + ":" + number, deals);
        }
      }
    }
    state.load(
        loader ->
            deals.forEach(
                (deal, rows) -> {
                  loader.deal(deal, rows);
                  rows.forEach(row -> loader.contact(row.contactId()));
                }));
    return deals.size();
  }

  private static boolean isHeader(String line) {
    return line.chars().noneMatch(Character::isDigit);
  }

  private static void readLine(String line, String place, Map<Long, List<LinkRow>> deals) {
    String[] cells = line.split("[,;\t]", -1);
    try {
      long deal = Long.parseLong(cell(cells, 0));
      List<LinkRow> rows = deals.computeIfAbsent(deal, id -> new ArrayList<>(2));
      if (!cell(cells, 1).isEmpty()) {
        int sort =
            cell(cells, 2).isEmpty() ? (rows.size() + 1) * 10 : Integer.parseInt(cell(cells, 2));
        rows.add(new LinkRow(Long.parseLong(cell(cells, 1)), sort, isPrimary(cell(cells, 3))));
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          place + ": not deal,contact,sort,primary: " + line, notANumber);
    }
  }

  private static String cell(String[] cells, int index) {
    return index < cells.length ? cells[index].strip().replace("\"", "") : "";
  }

  private static boolean isPrimary(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "t", "1" -> true;
      default -> false;
    };
  }
}
