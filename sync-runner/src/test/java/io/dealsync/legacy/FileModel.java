package io.dealsync.legacy;

import io.dealsync.db.legacy.RowCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A generic file with duplicates and contradictions, and what importing it should give. */
final class FileModel {

  private record Row(String deal, String contact, boolean primary) {
    String link() {
      return deal + " " + contact;
    }
  }

  private final List<Row> rows;

  private FileModel(List<Row> rows) {
    this.rows = rows;
  }

  static FileModel random(Random random) {
    List<Row> rows = new ArrayList<>();
    int size = 500 + random.nextInt(500);
    for (int row = 0; row < size; row++) {
      String deal = random.nextInt(50) == 0 ? "" : "D" + random.nextInt(120);
      rows.add(new Row(deal, "C" + random.nextInt(6), random.nextInt(3) == 0));
    }
    return new FileModel(rows);
  }

  String text() {
    StringBuilder text = new StringBuilder("deal,contact,primary\n");
    rows.forEach(
        row ->
            text.append(row.deal())
                .append(',')
                .append(row.contact())
                .append(',')
                .append(row.primary())
                .append('\n'));
    return text.toString();
  }

  RowCounts counts() {
    int links = accepted().size();
    int rejected = rejected().size();
    return new RowCounts(rows.size(), links, rows.size() - links - rejected, rejected, 0, links);
  }

  /** As {@link LegacyDatabase#distinctLinks} shows them. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    accepted().forEach((link, primary) -> links.add(link + " " + (primary ? "t" : "f")));
    return links;
  }

  private Map<String, Boolean> accepted() {
    Set<Integer> rejected = rejected();
    Map<String, Boolean> accepted = new TreeMap<>();
    for (int row = 0; row < rows.size(); row++) {
      if (!rejected.contains(row)) {
        accepted.putIfAbsent(rows.get(row).link(), rows.get(row).primary());
      }
    }
    return accepted;
  }

  /** Blank deals, then rows unlike the first one of their link, then second primaries. */
  private Set<Integer> rejected() {
    Set<Integer> rejected = new TreeSet<>();
    Map<String, Boolean> first = new HashMap<>();
    Map<String, String> primaries = new HashMap<>();
    for (int at = 0; at < rows.size(); at++) {
      Row row = rows.get(at);
      if (row.deal().isEmpty()
          || first.computeIfAbsent(row.link(), link -> row.primary()) != row.primary()) {
        rejected.add(at);
      } else if (row.primary()
          && !primaries.computeIfAbsent(row.deal(), deal -> row.contact()).equals(row.contact())) {
        rejected.add(at);
      }
    }
    return rejected;
  }
}
