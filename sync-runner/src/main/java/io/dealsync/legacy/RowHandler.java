package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;

/** Takes what the CSV library finds into one row after the other. */
final class RowHandler extends CsvCallbackHandler<Row> {

  private final Row row = new Row();
  private RecordType type = RecordType.DATA;

  /** The row; while the library reads on, the one that is not complete yet. */
  Row row() {
    return row;
  }

  /** Whether what was read last is a line without any character. */
  boolean isEmptyLine() {
    return type == RecordType.EMPTY;
  }

  @Override
  protected RecordType getRecordType() {
    return type;
  }

  @Override
  protected int getFieldCount() {
    return row.size();
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    row.begin(Math.toIntExact(startingLineNumber));
    type = RecordType.DATA;
  }

  @Override
  protected void addField(char[] buffer, int offset, int length, boolean quoted) {
    row.add(buffer, offset, length);
  }

  @Override
  protected void setComment(char[] buffer, int offset, int length) {
    type = RecordType.COMMENT;
  }

  @Override
  protected void setEmpty() {
    type = RecordType.EMPTY;
  }

  @Override
  protected Row buildRecord() {
    return row;
  }
}
