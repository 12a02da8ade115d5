package io.dealsync.legacy;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns the text of a cell into what it means, or says why it cannot. */
final class Value {

  private static final int LONGEST_ID = 255;
  private static final int SHOWN = 40;
  private static final int LONGEST_TRUTH = 5;
  private static final int LONGEST_DATE = 24;
  private static final Set<String> YES_OR_NO = Set.of("true", "false");

  /** In the words of databases, people, data frames and spreadsheets in several languages. */
  private static final List<String> YES =
      List.of(
          "true",
          "1",
          "y",
          "yes",
          "x",
          "on",
          "t",
          "+",
          "1.0",
          "1,0",
          "✓",
          "✔",
          "☑",
          "✅",
          "да",
          "истина",
          "так",
          "ja",
          "j",
          "wahr",
          "oui",
          "o",
          "vrai",
          "sí",
          "si",
          "s",
          "verdadero",
          "vero",
          "sim",
          "verdadeiro",
          "waar",
          "tak",
          "prawda",
          "primary",
          "main",
          "основной",
          "основная",
          "главный");

  private static final List<String> NO =
      List.of(
          "",
          "false",
          "0",
          "n",
          "no",
          "off",
          "f",
          "-",
          "0.0",
          "0,0",
          "✗",
          "✘",
          "☐",
          "❌",
          "нет",
          "ложь",
          "ні",
          "nein",
          "falsch",
          "non",
          "faux",
          "falso",
          "não",
          "nee",
          "onwaar",
          "nie",
          "fałsz",
          "secondary");

  private static final Map<String, Boolean> TRUTHS = truths();

  /** A date as programs and people write it, or seconds or milliseconds since 1970. */
  private static final Pattern MOMENT =
      Pattern.compile(
          "\\d{4}[-/.]\\d\\d?[-/.]\\d\\d?.*|\\d\\d?[-/.]\\d\\d?[-/.]\\d{2,4}.*|\\d{9,13}(\\.\\d+)?");

  /** MySQL's date for none. */
  private static final String NO_MOMENT = "0000-00-00";

  private Value() {}

  /**
   * Any id: not blank, not too long, without characters that nobody can see, and as it was before a
   * spreadsheet had it.
   */
  static String id(String value, String what) {
    if (value.isEmpty()) {
      throw new BadValue("there is no %s".formatted(what));
    }
    if (value.length() > LONGEST_ID) {
      throw new BadValue(
          "the %s has %,d characters, %d are the most".formatted(what, value.length(), LONGEST_ID));
    }
    if (value.charAt(0) == '{' || value.charAt(0) == '[') {
      throw new BadValue("the %s %s is a list or an object, no id".formatted(what, shown(value)));
    }
    boolean plain = true;
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      plain &= c >= '-' && c != '/' && c != '=' && c != '.' && c != ':';
      if (c < ' ' || c > '~' && (Character.isISOControl(c) || VisibleText.isForeign(c))) {
        throw unseen(value, c, what);
      }
    }
    return plain && !mayBeDamaged(value) ? word(value, what) : composed(value, what);
  }

  /** Digits and a letter or a dash: {@code 36524E18} is a number, {@code 1-Mar} a date. */
  private static boolean mayBeDamaged(String value) {
    return value.length() <= LONGEST_DATE
        && (value.indexOf('E') > 0 || value.indexOf('e') > 0 || value.indexOf('-') > 0);
  }

  private static String word(String value, String what) {
    if (value.length() <= LONGEST_TRUTH && YES_OR_NO.contains(value.toLowerCase(Locale.ROOT))) {
      throw new BadValue("the %s '%s' is a yes or no, not an id".formatted(what, value));
    }
    return value;
  }

  /** Letters with accents may be one character or two, and look the same. */
  private static String composed(String value, String what) {
    return word(
        Normalizer.normalize(SpreadsheetId.restored(value, what), Normalizer.Form.NFC), what);
  }

  private static BadValue unseen(String value, char c, String what) {
    return new BadValue(
        Character.isISOControl(c)
            ? "the %s %s has a control character".formatted(what, shown(value))
            : "the %s %s has an invisible or broken character inside, %s"
                .formatted(what, shown(value), VisibleText.named(c)));
  }

  /** An id that is a positive number, without leading zeros. */
  static String number(String value, String what) {
    String id = id(value, what);
    boolean negative = id.startsWith("-") && isDigits(id.substring(1));
    if (negative) {
      throw new BadValue("the %s %s is negative".formatted(what, shown(id)));
    }
    if (!isDigits(id) || id.length() > 19) {
      throw new BadValue("the %s %s is not a number".formatted(what, shown(id)));
    }
    String plain = id.replaceFirst("^0+", "");
    if (plain.isEmpty()) {
      throw new BadValue("the %s is 0".formatted(what));
    }
    return plain;
  }

  /** Yes or no, in the words that CRMs write; blank is no. */
  static boolean truth(String value, String what) {
    Boolean truth = TRUTHS.get(value);
    if (truth == null) {
      truth = TRUTHS.get(value.toLowerCase(Locale.ROOT));
    }
    if (truth == null) {
      throw new BadValue("%s %s is neither yes nor no".formatted(what, shown(value)));
    }
    return truth;
  }

  /** Whether a row is deleted: yes, or the moment when it was. */
  static boolean deletion(String value, String what) {
    if (value.isEmpty() || value.startsWith(NO_MOMENT)) {
      return false;
    }
    return MOMENT.matcher(value).matches() || truth(value, what);
  }

  private static Map<String, Boolean> truths() {
    Map<String, Boolean> truths = new HashMap<>();
    for (String yes : YES) {
      truths.put(yes, true);
    }
    for (String no : NO) {
      truths.put(no, false);
    }
    return truths;
  }

  /** A place in an order, if there is one. */
  static OptionalInt place(String value, String what) {
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int place = Integer.parseInt(value);
      if (place < 0) {
        throw new BadValue("%s %s is negative".formatted(what, shown(value)));
      }
      return OptionalInt.of(place);
    } catch (NumberFormatException e) {
      throw new BadValue("%s %s is not a number".formatted(what, shown(value)));
    }
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  static String shown(String value) {
    return "'" + (value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value) + "'";
  }
}
