package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvRecord;

/** Where a column's value stands in each row. */
@FunctionalInterface
interface Cell {

  /** A column that the file does not have: blank in each row. */
  Cell ABSENT = row -> "";

  /** The value, without blanks around it. */
  String in(CsvRecord row);

  static Cell at(int index) {
    return row -> row.getField(index).strip();
  }
}
