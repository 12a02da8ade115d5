package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.NoSuchElementException;

/** The rows of a text; the first one is the header. Lines without any character are no rows. */
final class CsvFile implements Table {

  private static final int LONGEST_FIELD = 1 << 24;

  private final FileFacts facts;
  private final CsvReader<Row> reader;
  private final CloseableIterator<Row> rows;
  private final List<String> header;
  private final RowHandler handler;
  private final Row row;
  private final int above;
  private int line;
  private boolean emptyLine;
  private boolean blankLine;

  private CsvFile(FileFacts facts, CsvLayout layout, RowHandler handler, CsvReader<Row> reader) {
    this.facts = facts;
    this.reader = reader;
    this.handler = handler;
    this.row = handler.row();
    this.rows = reader.iterator();
    if (!hasNext()) {
      throw new UnusableFileException("%s has no rows.".formatted(facts.path()));
    }
    Row first = next();
    int before = (layout.hinted() ? 1 : 0) + layout.above();
    for (int skipped = 0; skipped < before && hasNext(); skipped++) {
      first = next();
    }
    this.above = layout.above();
    this.header = List.copyOf(first.fields());
  }

  static CsvFile open(FileFacts facts, CsvLayout layout) {
    RowHandler handler = new RowHandler();
    return new CsvFile(
        facts,
        layout,
        handler,
        CsvReader.builder()
            .fieldSeparator(layout.separator().character())
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(LONGEST_FIELD)
            .build(handler, facts.text()));
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public String note() {
    return HeaderRow.told(above);
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public int line() {
    return line;
  }

  @Override
  public boolean followsBlankLine() {
    return blankLine;
  }

  @Override
  public boolean hasNext() {
    try {
      while (rows.hasNext()) {
        if (!handler.isEmptyLine()) {
          return true;
        }
        rows.next();
        emptyLine = true;
      }
      return false;
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
    blankLine = emptyLine;
    emptyLine = false;
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
            ? "A quote that is opened there is never closed: the file is truncated, or the quote is"
                + " a stray one"
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
