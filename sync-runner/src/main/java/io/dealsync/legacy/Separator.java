package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

  /** The one under which the first rows of a text have the most columns, as many in each. */
  static Separator find(String sample) {
    Separator best = COMMA;
    double most = 0;
    for (Separator each : values()) {
      double score = each.score(sample);
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

  private List<Integer> widths(String sample) {
    List<Integer> widths = new ArrayList<>();
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder()
            .fieldSeparator(character)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(sample)) {
      for (CsvRecord row : rows) {
        widths.add(row.getFieldCount());
        if (widths.size() == ROWS) {
          return widths;
        }
      }
    } catch (CsvParseException broken) {
      return widths;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    boolean cut = sample.length() == CsvLayout.SAMPLE && widths.size() > 1;
    return cut ? widths.subList(0, widths.size() - 1) : widths;
  }
}
