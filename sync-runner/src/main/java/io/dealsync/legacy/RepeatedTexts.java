package io.dealsync.legacy;

import java.util.Arrays;

/** Texts that come again and again, each kept once; forgets some when there are many. */
final class RepeatedTexts {

  private static final int PLACES = 1 << 6;
  private static final int LONGEST = 1 << 6;

  private final String[] texts = new String[PLACES];

  RepeatedTexts() {
    Arrays.fill(texts, "");
  }

  /** The text of these characters. */
  String of(char[] characters, int start, int length) {
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return new String(characters, start, length);
    }
    int place = length * 7 + characters[start] + 31 * characters[start + length - 1] & PLACES - 1;
    if (!isSame(texts[place], characters, start, length)) {
      texts[place] = new String(characters, start, length);
    }
    return texts[place];
  }

  private static boolean isSame(String text, char[] characters, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int at = 0; at < length; at++) {
      if (text.charAt(at) != characters[start + at]) {
        return false;
      }
    }
    return true;
  }
}
