package io.dealsync.legacy;

/** Understands the rows of one file. */
interface RowReader {

  /**
   * What a row says.
   *
   * @throws BadValue when it cannot be understood
   */
  RowResult read(Row row);

  /**
   * The id of the row's deal.
   *
   * @throws BadValue when it cannot be understood
   */
  String deal(Row row);

  /**
   * The id of the row's contact; blank when a row has several.
   *
   * @throws BadValue when it cannot be understood
   */
  String contact(Row row);
}
