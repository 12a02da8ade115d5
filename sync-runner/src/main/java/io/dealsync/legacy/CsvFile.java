package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The rows of a file, one after the other; the first one is the header. Each row is there until the
 * next one is asked for.
 */
final class CsvFile implements AutoCloseable, Iterator<Row> {

  private static final int LONGEST_FIELD = 1 << 24;

  private final FileFacts facts;
  private final CsvReader<Row> reader;
  private final CloseableIterator<Row> rows;
  private final List<String> header;
  private final Row row;
  private int line;

  private CsvFile(FileFacts facts, RowHandler handler, CsvReader<Row> reader) {
    this.facts = facts;
    this.reader = reader;
    this.row = handler.row();
    this.rows = reader.iterator();
    if (!hasNext()) {
      throw new UnusableFileException("%s has no rows.".formatted(facts.path()));
    }
    this.header = List.copyOf(next().fields());
  }

  static CsvFile open(FileFacts facts, Separator separator) {
    RowHandler handler = new RowHandler();
    return new CsvFile(
        facts,
        handler,
        CsvReader.builder()
            .fieldSeparator(separator.character())
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(LONGEST_FIELD)
            .build(handler, facts.text()));
  }

  /** The fields of the first row, as they are. */
  List<String> header() {
    return header;
  }

  /** The latest row; the header at first. */
  Row row() {
    return row;
  }

  /** The line on which the latest row begins. */
  int line() {
    return line;
  }

  /**
   * Whether there is another row.
   *
   * @throws UnusableFileException when what follows is no row
   */
  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (CsvParseException broken) {
      throw unusable(broken);
    } catch (UncheckedIOException broken) {
      throw unusable(broken);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    line = rows.next().line();
    return row;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private UnusableFileException unusable(CsvParseException broken) {
    String words = String.valueOf(broken.getMessage());
    String hint =
        words.contains("Unclosed quote") || words.contains("buffer size")
            ? "A quote that is opened there is never closed: the file is truncated, or the quote is a"
                + " stray one"
            : "The row cannot be understood (%s)".formatted(words);
    return new UnusableFileException(
        "%s, in the row that begins on line %s: %s.".formatted(facts.path(), lineIn(words), hint),
        broken);
  }

  /** fastcsv names the line in its message only. */
  private String lineIn(String words) {
    int at = words.lastIndexOf("starting at line ");
    if (at >= 0) {
      return words.substring(at + "starting at line ".length()).replaceAll("\\D+$", "");
    }
    return row.line() > line ? Integer.toString(row.line()) : "%d or after it".formatted(line);
  }

  private UnusableFileException unusable(UncheckedIOException broken) {
    if (broken.getCause() instanceof CharacterCodingException) {
      return new UnusableFileException(
          "%s, after line %d: the bytes are not %s. Name the encoding: --charset"
              .formatted(facts.path(), line, facts.charset()),
          broken);
    }
    return new UnusableFileException(
        "%s cannot be read after line %d: %s".formatted(facts.path(), line, broken.getMessage()),
        broken);
  }
}
