package io.dealsync.legacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sheet of an Excel workbook, streamed. The first row with content is the header.
 * Whole numbers keep all of their digits as far as Excel has kept them; a formula counts as what it
 * last came to.
 */
final class SheetTable implements Table {

  private static final Pattern WHOLE = Pattern.compile("-?\\d+");

  private final FileFacts facts;
  private final ReadableWorkbook workbook;
  private final String sheetNote;
  private final Stream<org.dhatim.fastexcel.reader.Row> stream;
  private final Iterator<org.dhatim.fastexcel.reader.Row> rows;
  private final List<String> header;
  private final Row row = new Row();
  private final Map<String, Long> unusual = new TreeMap<>();
  private final Deque<org.dhatim.fastexcel.reader.Row> ahead = new ArrayDeque<>();
  private long above;
  private int line;

  private SheetTable(FileFacts facts, ReadableWorkbook workbook, Sheet sheet, String sheetNote)
      throws IOException {
    this.facts = facts;
    this.workbook = workbook;
    this.sheetNote = sheetNote;
    this.stream = sheet.openStream();
    this.rows = stream.iterator();
    this.header = findHeader(sheet);
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

  private static Sheet sheet(FileFacts facts, List<Sheet> sheets, Optional<String> wanted)
      throws IOException {
    if (wanted.isEmpty()) {
      return firstTable(sheets);
    }
    return sheets.stream()
        .filter(sheet -> sheet.getName().equalsIgnoreCase(wanted.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableFileException(
                    "%s has no sheet %s; it has %s."
                        .formatted(facts.path(), wanted.orElse(""), names(sheets))));
  }

  /** The first sheet that people see and that has several columns; else the first one they see. */
  private static Sheet firstTable(List<Sheet> sheets) throws IOException {
    List<Sheet> visible =
        sheets.stream().filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE).toList();
    List<Sheet> seen = visible.isEmpty() ? sheets : visible;
    for (Sheet sheet : seen) {
      if (hasColumns(sheet)) {
        return sheet;
      }
    }
    return seen.getFirst();
  }

  private static boolean hasColumns(Sheet sheet) throws IOException {
    try (Stream<org.dhatim.fastexcel.reader.Row> rows = sheet.openStream()) {
      return rows.limit(HeaderRow.ROWS)
          .anyMatch(row -> row.stream().filter(SheetTable::isFilled).count() > 1);
    }
  }

  private static boolean isFilled(@Nullable Cell cell) {
    return cell != null && cell.getRawValue() != null && !cell.getRawValue().isBlank();
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

  /** The rows that were looked at for the header, and are not read yet, stay ahead. */
  private List<String> findHeader(Sheet sheet) {
    List<List<String>> first = new ArrayList<>();
    while (rows.hasNext() && first.size() < HeaderRow.ROWS) {
      org.dhatim.fastexcel.reader.Row next = rows.next();
      ahead.add(next);
      first.add(take(next));
    }
    if (first.stream().allMatch(fields -> HeaderRow.filled(fields) == 0)) {
      throw new UnusableFileException(
          "The sheet %s of %s has no rows.".formatted(sheet.getName(), facts.path()));
    }
    int place = HeaderRow.among(first);
    above = first.subList(0, place).stream().filter(each -> HeaderRow.filled(each) > 0).count();
    List<String> groups = place == 0 ? List.of() : first.get(place - 1);
    for (int row = 0; row < place; row++) {
      ahead.remove();
    }
    List<String> names = take(ahead.remove());
    return HeaderRow.grouped(groups, names);
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

  /**
   * Excel writes 9021374551 as 9.021374551E9; only up to 15 digits are the number's own. Other
   * programs write every digit, and those are taken as they stand.
   */
  private static String plain(String raw) {
    if (WHOLE.matcher(raw).matches()) {
      return raw;
    }
    try {
      BigDecimal number = new BigDecimal(raw).stripTrailingZeros();
      int digits = number.precision() - number.scale();
      if (digits > SpreadsheetId.EXACT_DIGITS) {
        return "%sE+%d".formatted(number.movePointLeft(digits - 1).toPlainString(), digits - 1);
      }
      return number.scale() > 0 ? raw : number.toPlainString();
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
      return !ahead.isEmpty() || rows.hasNext();
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
      fit(take(ahead.isEmpty() ? rows.next() : ahead.remove()));
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
            .map(
                each ->
                    each.getValue() == 1
                        ? each.getKey() + " in a cell"
                        : "%s in %,d cells".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
    return Stream.of(
            sheetNote,
            HeaderRow.told(above),
            cells.isEmpty() ? "" : "Read as they are shown: " + cells + ".")
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
