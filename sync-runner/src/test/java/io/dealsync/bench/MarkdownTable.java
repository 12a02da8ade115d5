package io.dealsync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table as Markdown, numbers to the right; rows are shown as they come. */
final class MarkdownTable {

  private final List<String> lines = new ArrayList<>();

  MarkdownTable(String... columns) {
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|" + " ---: |".repeat(columns.length));
  }

  void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
    System.err.println(lines.get(lines.size() - 1));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  static String hundredths(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
