package io.dealsync.legacy;

import java.util.Optional;

/**
 * Rows that say nothing: without content, as Excel saves rows that people have deleted; the header
 * once more, where files were put together; and lines of text below the table, as reports have them
 * and database clients that count their rows.
 */
final class EmptyRows {

  private static final String ROW_COUNT = "\\(\\d+ rows?\\)";

  private final Table table;
  private boolean below;
  private boolean afterBlankRow;

  EmptyRows(Table table) {
    this.table = table;
  }

  /** Why the table's latest row is none; empty when it is one. */
  Optional<String> of(Row row) {
    boolean afterBlank = afterBlankRow || table.followsBlankLine();
    afterBlankRow = row.isBlank();
    if (afterBlankRow) {
      return Optional.of("the row is empty");
    }
    if (row.says(table.header())) {
      return Optional.of("the header once more");
    }
    below = isText(row) && (below || afterBlank || row.text(0).matches(ROW_COUNT));
    return below ? Optional.of("a line of text below the table") : Optional.empty();
  }

  /** One field, or one followed by empty ones, where there are several columns. */
  private boolean isText(Row row) {
    if (table.header().size() < 2 || row.text(0).isEmpty()) {
      return false;
    }
    for (int place = 1; place < row.size(); place++) {
      if (!row.text(place).isEmpty()) {
        return false;
      }
    }
    return row.size() == 1 || row.text(0).indexOf(' ') > 0;
  }
}
