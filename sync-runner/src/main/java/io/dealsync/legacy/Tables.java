package io.dealsync.legacy;

import java.nio.file.Path;
import java.util.Optional;

/** Opens files as tables, whatever they are. */
final class Tables {

  private Tables() {}

  /**
   * A file of which nothing is known.
   *
   * @throws UnusableFileException when it cannot be read as it is
   */
  static Table open(Path path) {
    return open(FileProbe.look(path, Optional.empty()));
  }

  /** A file that was looked at, laid out as it is found. */
  static Table open(FileFacts facts) {
    return open(
        facts,
        facts.kind() == FileFacts.Kind.TEXT
            ? CsvLayout.of(facts, Optional.empty())
            : CsvLayout.DEFAULT,
        Optional.empty());
  }

  /**
   * A file that was looked at.
   *
   * @param layout how a text is laid out
   * @param sheet which sheet of a workbook; the first one when empty
   */
  static Table open(FileFacts facts, CsvLayout layout, Optional<String> sheet) {
    return switch (facts.kind()) {
      case TEXT -> CsvFile.open(facts, layout);
      case WORKBOOK -> SheetTable.open(facts, sheet);
      case JSON -> JsonTable.open(facts);
    };
  }
}
