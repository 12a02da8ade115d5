package io.dealsync.legacy;

/**
 * What of a text a person can see. Ids that were pasted from web pages have no-break spaces and
 * zero-width characters around them, and byte order marks stand wherever files were put together.
 */
final class VisibleText {

  private VisibleText() {}

  /** Whether a character leaves no mark: blanks of every kind, and characters without width. */
  static boolean isBlank(char c) {
    return c <= '~'
        ? Character.isWhitespace(c)
        : Character.isWhitespace(c) || isSpace(c) || isInvisible(c);
  }

  /** Whether a character has no width: it must not stand inside an id. */
  static boolean isInvisible(char c) {
    return c > '~' && Character.getType(c) == Character.FORMAT;
  }

  /**
   * Whether a character must not stand inside an id: it has no width, is a blank that looks like
   * nothing or like another one, or stands for a byte that was lost.
   */
  static boolean isForeign(char c) {
    return isInvisible(c)
        || isSpace(c)
        || c == '\uFFFD'
        || c == '\u034F'
        || c >= '\uFE00' && c <= '\uFE0F'
        || c == '\uDB40';
  }

  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || c == '\u0085' || c == '\u2800' || c == '\u3164';
  }

  /** A text without blanks around it. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** A character as people can look it up: {@code U+200B}. */
  static String named(char c) {
    return "U+%04X".formatted((int) c);
  }
}
