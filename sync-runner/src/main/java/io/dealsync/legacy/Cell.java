package io.dealsync.legacy;

import java.util.List;

/** Where a column's value stands in each row. */
@FunctionalInterface
interface Cell {

  /** A column that the file does not have: blank in each row. */
  Cell ABSENT = row -> "";

  /** The value, without blanks around it. */
  String in(Row row);

  static Cell at(int index) {
    return row -> row.text(index);
  }

  /** The first of several columns that has content. */
  static Cell firstOf(List<Cell> cells) {
    return row ->
        cells.stream().map(cell -> cell.in(row)).filter(t -> !t.isEmpty()).findFirst().orElse("");
  }

  /** One in a column in which few texts come again and again. */
  static Cell wordAt(int index) {
    return row -> row.word(index);
  }
}
