package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;

/** What stands between the fields of a row. */
public enum Separator {
  COMMA(','),
  SEMICOLON(';'),
  TAB('\t'),
  BAR('|');

  private static final int ROWS = 100;

  private final char character;

  Separator(char character) {
    this.character = character;
  }

  /** comma, semicolon, tab or bar. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  char character() {
    return character;
  }

  /** The one of this character. */
  static Optional<Separator> of(char character) {
    return Arrays.stream(values()).filter(each -> each.character == character).findFirst();
  }

  /**
   * The one under which the first rows of a text have the most columns, as many in each. Where the
   * first line is one field under each of them, it may be a title above the table.
   */
  static Separator find(String sample) {
    Separator by = best(sample, Separator::score);
    return by.score(sample) > 0 ? by : best(sample, Separator::scoreBelow);
  }

  private static Separator best(String sample, ToDoubleBiFunction<Separator, String> judge) {
    Separator best = COMMA;
    double most = 0;
    for (Separator each : values()) {
      double score = judge.applyAsDouble(each, sample);
      if (score > most) {
        most = score;
        best = each;
      }
    }
    return best;
  }

  /** The columns of the first row, times the share of the other rows that have as many. */
  private double score(String sample) {
    List<Integer> widths = widths(sample);
    if (widths.isEmpty() || widths.get(0) < 2) {
      return 0;
    }
    int columns = widths.get(0);
    long alike = widths.stream().filter(width -> width == columns).count();
    return columns * (double) alike / widths.size();
  }

  /** The columns that most rows have, times their share. */
  private double scoreBelow(String sample) {
    List<Integer> widths = widths(sample);
    return widths.stream()
        .filter(width -> width > 1)
        .mapToDouble(width -> width * (double) Collections.frequency(widths, width) / widths.size())
        .max()
        .orElse(0);
  }

  /** The first rows of a text that is separated by it. */
  List<List<String>> firstRows(String sample, int most) {
    List<List<String>> first = new ArrayList<>();
    read(sample, most, row -> first.add(row.getFields()));
    return first;
  }

  private List<Integer> widths(String sample) {
    List<Integer> widths = new ArrayList<>();
    read(sample, ROWS, row -> widths.add(row.getFieldCount()));
    boolean cut = sample.length() == CsvLayout.SAMPLE && widths.size() > 1 && widths.size() < ROWS;
    return cut ? widths.subList(0, widths.size() - 1) : widths;
  }

  /** As far as the text can be understood. */
  private void read(String sample, int most, Consumer<CsvRecord> each) {
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder()
            .fieldSeparator(character)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(sample)) {
      int read = 0;
      for (CsvRecord row : rows) {
        each.accept(row);
        if (++read == most) {
          return;
        }
      }
    } catch (CsvParseException broken) {
      // What could be read is enough to go by; the rest is told when its turn comes.
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
