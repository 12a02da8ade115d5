package io.dealsync.cli;

import io.dealsync.text.ForeignText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows of text in columns that line up. Numbers and durations go to the right, everything else to
 * the left.
 */
final class TextTable {

  private static final int LONGEST = 2000;
  private static final String GAP = "  ";
  private static final Pattern NUMERIC =
      Pattern.compile("[\\d,.]*|\\d[\\d,.]* (s|min|h)( \\d+ (s|min))?");

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  void row(String... cells) {
    rows.add(Arrays.stream(cells).map(cell -> ForeignText.line(cell, LONGEST)).toList());
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The table, each line indented by {@code indent} spaces; lines do not end in blanks. */
  String render(int indent) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      widths[column] = width(column);
      numeric[column] = isNumeric(column);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ".repeat(indent));
      for (int column = 0; column < columns; column++) {
        line.append(column == 0 ? "" : GAP)
            .append(padded(row.get(column), widths[column], numeric[column]));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream().skip(1).allMatch(row -> NUMERIC.matcher(row.get(column)).matches());
  }

  private static String padded(String cell, int width, boolean right) {
    String blanks = " ".repeat(width - length(cell));
    return right ? blanks + cell : cell + blanks;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
