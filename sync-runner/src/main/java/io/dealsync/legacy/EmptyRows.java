package io.dealsync.legacy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rows that say nothing: without content, as Excel saves rows that people have deleted; the header
 * once more, where files were put together; the line of dashes that database clients draw below the
 * header; and lines of text below the table, as reports have them and database clients that count
 * their rows.
 */
final class EmptyRows {

  private static final Pattern ROW_COUNT =
      Pattern.compile("\\(?\\d+ (rows?|row\\(s\\)|строк[аи]?|records?)\\b.*");
  private static final Pattern TOTALS =
      Pattern.compile(
          "(?i)(grand |sub)?(totals?|summe|gesamt|итого|всего)\\b:?.*|copyright .*|generated"
              + " by.*|confidential information.*");
  private static final Pattern RULE = Pattern.compile(":?[-=_+─━═]{2,}:?");

  private final Table table;
  private final Set<String> names = new HashSet<>();
  private boolean below;
  private boolean afterBlankRow;

  EmptyRows(Table table) {
    this.table = table;
    table.header().forEach(name -> names.add(plain(name)));
  }

  private static String plain(String name) {
    return VisibleText.strip(name).toLowerCase(Locale.ROOT);
  }

  /**
   * Why the table's latest row is none; empty when it is one.
   *
   * @throws UnusableFileException when it is the header of another table
   */
  Optional<String> of(Row row) {
    boolean afterBlank = afterBlankRow || table.followsBlankLine();
    afterBlankRow = row.saysNothing();
    if (afterBlankRow) {
      return Optional.of("the row is empty");
    }
    if (row.says(table.header())) {
      return Optional.of("the header once more");
    }
    if (isRule(row)) {
      return Optional.of("a line of dashes");
    }
    requireNoOtherHeader(row);
    below = isText(row) && (below || afterBlank || isCount(row));
    return below ? Optional.of("a line of text below the table") : Optional.empty();
  }

  private static boolean isRule(Row row) {
    char first = row.firstCharacter();
    return (first == '-' || first == ':' || first == '=' || first > '~' || first == '_')
        && row.fields().stream()
            .map(VisibleText::strip)
            .allMatch(field -> field.isEmpty() || RULE.matcher(field).matches());
  }

  /** The same names in another order would turn deals into contacts from there on. */
  private void requireNoOtherHeader(Row row) {
    if (row.size() < 2 || !names.contains(plain(row.field(0)))) {
      return;
    }
    List<String> filled =
        row.fields().stream().map(EmptyRows::plain).filter(field -> !field.isEmpty()).toList();
    if (filled.size() > 1 && names.containsAll(filled) && Set.copyOf(filled).size() > 1) {
      throw new UnusableFileException(
          "Line %d is a second header with other columns (%s): files that do not fit were put together. Import them one by one."
              .formatted(table.line(), String.join(", ", row.fields())));
    }
  }

  private static boolean isCount(Row row) {
    String text = row.text(0);
    return ROW_COUNT.matcher(text).matches() || TOTALS.matcher(text).matches();
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
