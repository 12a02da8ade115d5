package io.dealsync.legacy;

import java.util.Set;

/**
 * The words that databases print where a value is missing: {@code NULL} (mysql, phpMyAdmin), {@code
 * \N} (PostgreSQL's COPY, MySQL's INTO OUTFILE), {@code (null)} (Oracle), {@code [NULL]} (DBeaver),
 * {@code <null>} (DataGrip).
 */
final class NullMarkers {

  private static final Set<String> WORDS =
      Set.of("NULL", "null", "\\N", "(null)", "(NULL)", "[NULL]", "[null]", "<null>", "<NULL>");
  private static final int LONGEST = 6;

  private NullMarkers() {}

  /** Whether a stretch of characters is one of them. */
  static boolean is(char[] text, int start, int length) {
    return length >= 2
        && length <= LONGEST
        && mayBegin(text[start])
        && WORDS.contains(new String(text, start, length));
  }

  private static boolean mayBegin(char c) {
    return c == 'N' || c == 'n' || c == '\\' || c == '(' || c == '[' || c == '<';
  }
}
