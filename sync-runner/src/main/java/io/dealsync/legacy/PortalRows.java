package io.dealsync.legacy;

/**
 * Keeps the rows of other portals out: dealsync's own table has those of every portal of its
 * database.
 *
 * @param reader understands the rows
 * @param portal whose row it is
 * @param own the portal that is imported for
 */
record PortalRows(RowReader reader, Cell portal, String own) implements RowReader {

  /** What people should know. */
  static final String NOTE =
      "Rows of other portals, by the column portal, are skipped; --map portal= reads all.";

  /** Whose a row is. */
  static final Column PORTAL = Column.optional("portal", "portal");

  /** The reader itself where the format or the file knows no portals. */
  static RowReader of(String own, RowReader reader, Format format, Header header) {
    return format.columns().contains(PORTAL) && header.has(PORTAL)
        ? new PortalRows(reader, header.word(PORTAL), own)
        : reader;
  }

  @Override
  public RowResult read(Row row) {
    String whose = portal.in(row);
    return whose.isEmpty() || whose.equals(own)
        ? reader.read(row)
        : new RowResult.Skipped("the row is portal %s's, and this is %s".formatted(whose, own));
  }

  @Override
  public String deal(Row row) {
    return reader.deal(row);
  }

  @Override
  public String contact(Row row) {
    return reader.contact(row);
  }
}
