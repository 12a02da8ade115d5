package io.dealsync.legacy;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands between the fields of a row. */
public enum Separator {
  COMMA(','),
  SEMICOLON(';'),
  TAB('\t');

  private static final int SAMPLE = 1 << 16;
  private static final int ROWS = 100;

  private final char character;

  Separator(char character) {
    this.character = character;
  }

  /** comma, semicolon or tab. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  char character() {
    return character;
  }

  /** The one under which the first rows have the most columns, as many in each. */
  static Separator find(FileFacts facts) {
    String sample = sample(facts);
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

  private static String sample(FileFacts facts) {
    char[] start = new char[SAMPLE];
    try (Reader text = facts.text()) {
      int length = 0;
      int read = 0;
      while (length < SAMPLE && read >= 0) {
        length += read;
        read = text.read(start, length, SAMPLE - length);
      }
      return new String(start, 0, length);
    } catch (CharacterCodingException undecodable) {
      return "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
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
    boolean cut = sample.length() == SAMPLE && widths.size() > 1;
    return cut ? widths.subList(0, widths.size() - 1) : widths;
  }
}
