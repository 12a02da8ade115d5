package io.dealsync.legacy;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a text is laid out as a table.
 *
 * @param separator what stands between the fields of a row
 * @param hinted whether the first line is no row, but Excel's hint at the separator: {@code sep=;}
 * @param above how many rows, lines without any character aside, a report has put above the header
 */
record CsvLayout(Separator separator, boolean hinted, int above) {

  /** Of files that are no texts, and so have no layout. */
  static final CsvLayout DEFAULT = new CsvLayout(Separator.COMMA, false, 0);

  /** How much of a file is looked at. */
  static final int SAMPLE = 1 << 16;

  private static final Pattern HINT =
      Pattern.compile("\\uFEFF?\"?sep=(.)\"?[,;]*\\r?", Pattern.CASE_INSENSITIVE);

  /** The layout of a file, as far as its separator is not given. */
  static CsvLayout of(FileFacts facts, Optional<Separator> given) {
    String sample = sample(facts);
    int end = sample.indexOf('\n');
    Matcher hint = HINT.matcher(end < 0 ? sample : sample.substring(0, end));
    if (end < 0 || !hint.matches()) {
      return of(given.orElseGet(() -> Separator.find(sample)), false, sample);
    }
    String rows = sample.substring(end + 1);
    Optional<Separator> hinted = Separator.of(hint.group(1).charAt(0));
    return of(given.or(() -> hinted).orElseGet(() -> Separator.find(rows)), true, rows);
  }

  private static CsvLayout of(Separator separator, boolean hinted, String rows) {
    return new CsvLayout(
        separator, hinted, HeaderRow.among(separator.firstRows(rows, HeaderRow.ROWS)));
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
}
