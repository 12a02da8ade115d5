package io.dealsync.legacy;

import io.dealsync.db.legacy.RejectedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The columns in which a file of rejected rows names each row's origin and what was wrong with it.
 * They come before the columns of the file itself, so that a row with too many or too few of those
 * keeps their number.
 */
final class RejectedRowCells {

  private static final String FILE = "dealsync file";
  private static final String LINE = "dealsync line";
  private static final String REASON = "dealsync reason";

  /** Their names, in their order. */
  static final List<String> NAMES = List.of(FILE, LINE, REASON);

  private final List<String> header;
  private final OptionalInt file;
  private final OptionalInt line;

  /** Where a file has them; an export has none of them. */
  RejectedRowCells(List<String> header) {
    this.header = header.stream().map(String::strip).toList();
    this.file = place(FILE);
    this.line = place(LINE);
  }

  /** The rejected row that a row is; empty when it does not say. */
  Optional<RejectedRow> of(Row row) {
    if (file.isEmpty() || line.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt fileNumber = number(row, file.getAsInt());
    OptionalInt lineNumber = number(row, line.getAsInt());
    return fileNumber.isEmpty() || lineNumber.isEmpty()
        ? Optional.empty()
        : Optional.of(new RejectedRow(fileNumber.getAsInt(), lineNumber.getAsInt()));
  }

  /** A row's fields without them. */
  List<String> othersOf(List<String> fields) {
    List<String> others = new ArrayList<>();
    for (int place = 0; place < fields.size(); place++) {
      if (place >= header.size() || !NAMES.contains(header.get(place))) {
        others.add(fields.get(place));
      }
    }
    return others;
  }

  private OptionalInt place(String name) {
    int place = header.indexOf(name);
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
  }

  private static OptionalInt number(Row row, int place) {
    try {
      return place < row.size()
          ? OptionalInt.of(Integer.parseInt(row.text(place)))
          : OptionalInt.empty();
    } catch (NumberFormatException somethingElse) {
      return OptionalInt.empty();
    }
  }
}
