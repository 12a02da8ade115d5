package io.dealsync.legacy;

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

  /** One in a column in which few texts come again and again. */
  static Cell wordAt(int index) {
    return row -> row.word(index);
  }
}
