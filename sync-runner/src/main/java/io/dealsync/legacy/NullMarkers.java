package io.dealsync.legacy;

import java.util.Set;

/**
 * The words that databases and programs print where a value is missing: {@code NULL} (mysql,
 * phpMyAdmin), {@code \N} (PostgreSQL's COPY, MySQL's INTO OUTFILE), {@code (null)} (Oracle),
 * {@code [NULL]} (DBeaver), {@code <null>} (DataGrip), {@code NaN}, {@code None} and {@code <NA>}
 * (Python), {@code NA} (R), {@code undefined} (JavaScript), {@code nil} (Ruby).
 */
final class NullMarkers {

  private static final Set<String> WORDS =
      Set.of(
          "NULL",
          "null",
          "Null",
          "\\N",
          "(null)",
          "(NULL)",
          "[NULL]",
          "[null]",
          "<null>",
          "<NULL>",
          "NaN",
          "nan",
          "None",
          "<NA>",
          "NaT",
          "NA",
          "N/A",
          "n/a",
          "nil",
          "undefined",
          "(none)",
          "-",
          "--",
          "—",
          "–");
  private static final int LONGEST = 9;

  private NullMarkers() {}

  /** Whether a stretch of characters is one of them. */
  static boolean is(char[] text, int start, int length) {
    return length >= 1
        && length <= LONGEST
        && mayBegin(text[start])
        && WORDS.contains(new String(text, start, length));
  }

  /** Whether a text is one of them. */
  static boolean is(String text) {
    return WORDS.contains(text);
  }

  private static boolean mayBegin(char c) {
    return switch (c) {
      case 'N', 'n', '\\', '(', '[', '<', 'u', '-', '—', '–' -> true;
      default -> false;
    };
  }
}
