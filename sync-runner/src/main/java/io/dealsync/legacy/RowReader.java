package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvRecord;

/** Understands the rows of one file. */
interface RowReader {

  /**
   * What a row says.
   *
   * @throws BadValue when it cannot be understood
   */
  RowResult read(CsvRecord row);

  /**
   * The id of the row's deal.
   *
   * @throws BadValue when it cannot be understood
   */
  String deal(CsvRecord row);

  /**
   * The id of the row's contact; blank when a row has several.
   *
   * @throws BadValue when it cannot be understood
   */
  String contact(CsvRecord row);
}
