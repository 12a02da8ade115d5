package io.dealsync.text;

/**
 * Makes texts that others wrote fit to be shown, logged and stored: a portal's words, people's
 * notes in the database, the content and the names of files. What steers a terminal, forges a line
 * or turns the direction of writing is shown by its code, and what is too long is cut.
 */
public final class ForeignText {

  /** As much of a text as people read. */
  public static final int SENTENCE = 500;

  private static final int NEXT_LINE = 0x85;

  private ForeignText() {}

  /** The text as a single line of at most {@link #SENTENCE} characters. */
  public static String line(String text) {
    return line(text, SENTENCE);
  }

  /**
   * The text as a single line.
   *
   * @param most how many characters of it are kept
   */
  public static String line(String text, int most) {
    return isHarmless(text, false) && text.length() <= most ? text : cleaned(text, most, false);
  }

  /** The whole text with its line breaks and tabs, for a terminal. */
  public static String lines(String text) {
    return isHarmless(text, true) ? text : cleaned(text, Integer.MAX_VALUE, true);
  }

  /** Whether a character steers what shows it; in JSON, for example, it is written by its code. */
  public static boolean steers(int character) {
    return isDangerous(character);
  }

  private static boolean isHarmless(String text, boolean breaks) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' || c > '~') && !isPlain(text, i, breaks)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(String text, int at, boolean breaks) {
    char c = text.charAt(at);
    if (Character.isSurrogate(c)) {
      return Character.isLowSurrogate(c)
          ? at > 0 && Character.isHighSurrogate(text.charAt(at - 1))
          : !isDangerous(text.codePointAt(at));
    }
    return breaks && isBreak(c) || !isDangerous(c);
  }

  private static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == '\t';
  }

  /** Control characters, marks of direction, other line ends, hidden tags, halves of characters. */
  private static boolean isDangerous(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> isDirection(c) || c == 0xFEFF || c >= 0xE0000;
      default -> false;
    };
  }

  private static boolean isDirection(int c) {
    return (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F
        || c == 0x61C;
  }

  private static String cleaned(String text, int most, boolean breaks) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), most) + 16);
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (at + Character.charCount(c) > most) {
        return clean.append('…').toString();
      }
      at += Character.charCount(c);
      append(clean, c, breaks);
    }
    return clean.toString();
  }

  private static void append(StringBuilder clean, int c, boolean breaks) {
    if (!breaks && (isBreak(c) || c == NEXT_LINE)) {
      clean.append(' ');
    } else if (isDangerous(c) && !(breaks && isBreak(c))) {
      clean.append("\\u%04X".formatted(c));
    } else {
      clean.appendCodePoint(c);
    }
  }
}
