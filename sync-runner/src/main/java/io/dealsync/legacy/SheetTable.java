package io.dealsync.legacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;

/**
 * The rows of a sheet of an Excel workbook, streamed. The first row with content is the header.
 * Whole numbers keep all of their digits as far as Excel has kept them; a formula counts as what it
 * last came to.
 */
final class SheetTable implements Table {

  private final FileFacts facts;
  private final ReadableWorkbook workbook;
  private final String sheetNote;
  private final Stream<org.dhatim.fastexcel.reader.Row> stream;
  private final Iterator<org.dhatim.fastexcel.reader.Row> rows;
  private final List<String> header;
  private final Row row = new Row();
  private final Map<String, Long> unusual = new TreeMap<>();
  private int line;

  private SheetTable(FileFacts facts, ReadableWorkbook workbook, Sheet sheet, String sheetNote)
      throws IOException {
    this.facts = facts;
    this.workbook = workbook;
    this.sheetNote = sheetNote;
    this.stream = sheet.openStream();
    this.rows = stream.iterator();
    this.header = firstRow(sheet);
    unusual.clear();
  }

  /**
   * Opens a sheet.
   *
   * @param wanted its name; the first one when empty
   * @throws UnusableFileException when the file is no workbook, or has no such sheet
   */
  static SheetTable open(FileFacts facts, Optional<String> wanted) {
    try {
      ReadableWorkbook workbook =
          new ReadableWorkbook(facts.path().toFile(), new ReadingOptions(true, false));
      try {
        List<Sheet> sheets = workbook.getSheets().toList();
        Sheet sheet = sheet(facts, sheets, wanted);
        return new SheetTable(facts, workbook, sheet, note(sheets, sheet, wanted));
      } catch (RuntimeException | IOException failure) {
        workbook.close();
        throw failure;
      }
    } catch (IOException | ExcelReaderException failure) {
      throw new UnusableFileException(
          "%s is a ZIP archive, but no Excel workbook that can be read (%s); unpack it, or save it as CSV."
              .formatted(facts.path(), failure.getMessage()),
          failure);
    }
  }

  private static Sheet sheet(FileFacts facts, List<Sheet> sheets, Optional<String> wanted) {
    return sheets.stream()
        .filter(sheet -> wanted.map(sheet.getName()::equalsIgnoreCase).orElse(true))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableFileException(
                    "%s has no sheet %s; it has %s."
                        .formatted(facts.path(), wanted.orElse(""), names(sheets))));
  }

  private static String names(List<Sheet> sheets) {
    return sheets.stream().map(Sheet::getName).collect(Collectors.joining(", "));
  }

  private static String note(List<Sheet> sheets, Sheet sheet, Optional<String> wanted) {
    return wanted.isPresent() || sheets.size() == 1
        ? ""
        : "Only sheet %s was read; the workbook has %s. To read another one: --sheet NAME"
            .formatted(sheet.getName(), names(sheets));
  }

  private List<String> firstRow(Sheet sheet) {
    while (rows.hasNext()) {
      List<String> names = take(rows.next());
      if (!row.isBlank()) {
        return names;
      }
    }
    throw new UnusableFileException(
        "The sheet %s of %s has no rows.".formatted(sheet.getName(), facts.path()));
  }

  private List<String> take(org.dhatim.fastexcel.reader.Row from) {
    line = from.getRowNum();
    row.begin(line);
    int last = 0;
    for (int column = 0; column < from.getCellCount(); column++) {
      String text = from.getOptionalCell(column).map(this::text).orElse("");
      row.add(text);
      last = text.isEmpty() ? last : column + 1;
    }
    List<String> fields = new ArrayList<>(row.fields());
    return fields.subList(0, last);
  }

  /** Cells that were never filled are not in the file, and formatted ones go on for ever. */
  private void fit(List<String> filled) {
    row.begin(line);
    filled.forEach(row::add);
    for (int column = filled.size(); column < header.size(); column++) {
      row.add("");
    }
  }

  private String text(Cell cell) {
    if (cell.getType() == CellType.FORMULA) {
      note(cell, "a formula");
    }
    return switch (cell.getType()) {
      case NUMBER -> number(cell);
      case FORMULA -> plain(raw(cell));
      case BOOLEAN -> raw(cell).equals("1") ? "true" : "false";
      case ERROR -> {
        note(cell, "an error");
        yield raw(cell);
      }
      case STRING -> String.valueOf(cell.getText());
      case EMPTY -> "";
    };
  }

  private String number(Cell cell) {
    if (isDate(cell)) {
      note(cell, "a date");
      return String.valueOf(cell.asDate());
    }
    return plain(raw(cell));
  }

  private static String raw(Cell cell) {
    String raw = cell.getRawValue();
    return raw == null ? "" : raw;
  }

  /** Excel writes 9021374551 as 9.021374551E9; only up to 15 digits are the number's own. */
  private static String plain(String raw) {
    try {
      BigDecimal number = new BigDecimal(raw).stripTrailingZeros();
      if (number.scale() > 0) {
        return raw;
      }
      return number.precision() - number.scale() <= SpreadsheetId.EXACT_DIGITS
          ? number.toPlainString()
          : "%sE+%d"
              .formatted(
                  number.movePointLeft(number.precision() - number.scale() - 1).toPlainString(),
                  number.precision() - number.scale() - 1);
    } catch (NumberFormatException text) {
      return raw;
    }
  }

  private static boolean isDate(Cell cell) {
    String format = cell.getDataFormatString();
    if (format == null) {
      return false;
    }
    String bare = format.toLowerCase(Locale.ROOT).replaceAll("\"[^\"]*\"|\\[[^]]*]|\\\\.", "");
    return bare.contains("yy") || bare.contains("mm") || bare.contains("dd") || bare.contains("h:");
  }

  private void note(Cell cell, String what) {
    int column = cell.getColumnIndex();
    String name = column < header().size() ? header().get(column) : "column " + (column + 1);
    unusual.merge("%s: %s".formatted(name, what), 1L, Long::sum);
  }

  @Override
  @SuppressWarnings("NullAway")
  public List<String> header() {
    return header == null ? List.of() : header;
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
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (ExcelReaderException | UncheckedIOException broken) {
      throw broken(broken);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      fit(take(rows.next()));
      return row;
    } catch (ExcelReaderException | UncheckedIOException broken) {
      throw broken(broken);
    }
  }

  private UnusableFileException broken(RuntimeException broken) {
    return new UnusableFileException(
        "%s cannot be read after row %d: %s".formatted(facts.path(), line, broken.getMessage()),
        broken);
  }

  @Override
  public String note() {
    String cells =
        unusual.entrySet().stream()
            .map(each -> "%s in %,d cells".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
    return Stream.of(sheetNote, cells.isEmpty() ? "" : "Read as they are shown: " + cells + ".")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    stream.close();
    try {
      workbook.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
