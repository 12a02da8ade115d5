package io.dealsync.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The first rows of a table, to find out how to read it. Rows without content, and rows that have
 * another number of columns than the header, are not among them.
 */
final class Sample {

  private static final int ROWS = 200;
  private static final double MOST = 0.5;

  private final List<Row> rows = new ArrayList<>();

  /** Takes the next rows of a table; one that cannot be read is for the import to tell. */
  static Sample of(Table table) {
    Sample sample = new Sample();
    try {
      while (sample.rows.size() < ROWS && table.hasNext()) {
        sample.take(table.next(), table.header());
      }
    } catch (UnusableFileException broken) {
      return sample;
    }
    return sample;
  }

  private void take(Row row, List<String> header) {
    if (row.size() == header.size() && !row.isBlank() && !row.says(header)) {
      rows.add(row.copy());
    }
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Whether a cell has any content, and most of its contents are like that. */
  boolean mostly(Cell cell, Predicate<String> like) {
    long filled = 0;
    long alike = 0;
    for (Row row : rows) {
      String text = cell.in(row);
      if (!text.isEmpty()) {
        filled++;
        alike += like.test(text) ? 1 : 0;
      }
    }
    return filled > 0 && alike >= MOST * filled;
  }

  /** Whether a cell has content, and none of it is like that. */
  boolean never(Cell cell, Predicate<String> like) {
    List<String> filled = rows.stream().map(cell::in).filter(text -> !text.isEmpty()).toList();
    return !filled.isEmpty() && filled.stream().noneMatch(like);
  }
}
