package io.dealsync.legacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What spreadsheets make of ids. A guard against them is taken off ({@code ="1002"}, {@code
 * '1003}), as are decimals that nobody meant ({@code 1001.0}) and formulas that only show a text
 * ({@code =HYPERLINK("…","1004")}). Rounded ids, errors, number signs of a narrow column and dates
 * are refused: several deals have become one.
 */
final class SpreadsheetId {

  /** Excel and double-precision numbers keep so many digits. */
  static final int EXACT_DIGITS = 15;

  private static final Pattern SCIENTIFIC = Pattern.compile("-?\\d([.,]\\d*)?[eE]\\+?\\d{1,3}");
  private static final Pattern ERROR =
      Pattern.compile("#(REF|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?|#N/A|#+|Err:\\d+");
  private static final Pattern SHOWN_TEXT =
      Pattern.compile("=\\s*(?:HYPERLINK\\(.*[,;]|T\\()\\s*\"([^\"]*)\"\\s*\\)");
  private static final Pattern NUMBER = Pattern.compile("=\\s*(\\d+)");
  private static final String MONTH =
      "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|июн|июл|авг|сен|окт|ноя|дек)\\.?";
  private static final Pattern MOMENT =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*|\\d\\d?([./])\\d\\d?\\1\\d{4}( .*)?"
              + "|\\d\\d?[- ]%1$s|%1$s[- ]\\d\\d(\\d\\d)?".formatted(MONTH));
  private static final Pattern DECIMAL = Pattern.compile("\\d+[.,]0+");

  private SpreadsheetId() {}

  /**
   * The id as it was before a spreadsheet had it.
   *
   * @throws BadValue when it has lost digits
   */
  static String restored(String value, String what) {
    String id = unwrapped(value);
    if (ERROR.matcher(id).matches()) {
      throw new BadValue(
          "the %s '%s' is what a spreadsheet shows instead of a value".formatted(what, id));
    }
    if (MOMENT.matcher(id).matches()) {
      throw new BadValue(
          "the %s '%s' is a date: a spreadsheet has made it of the id".formatted(what, id));
    }
    if (id.startsWith("=")) {
      throw new BadValue("the %s '%s' is a formula; save the file with values".formatted(what, id));
    }
    if (SCIENTIFIC.matcher(id).matches()) {
      throw rounded(id, what);
    }
    if (DECIMAL.matcher(id).matches()) {
      String digits = id.substring(0, Math.max(id.indexOf('.'), id.indexOf(',')));
      if (digits.length() > EXACT_DIGITS) {
        throw rounded(id, what);
      }
      return digits;
    }
    return id;
  }

  /** Whether an id has the digits that are left when a spreadsheet has rounded a long number. */
  static boolean looksRounded(String id) {
    if (id.length() < EXACT_DIGITS + 2 || id.length() > 19) {
      return false;
    }
    for (int at = 0; at < id.length(); at++) {
      char c = id.charAt(at);
      if (c < '0' || c > '9' || at >= EXACT_DIGITS && c != '0') {
        return false;
      }
    }
    return true;
  }

  static BadValue rounded(String id, String what) {
    return new BadValue(
        "a spreadsheet has rounded the %s '%s': export it again, and keep it out of spreadsheets"
                .formatted(what, id)
            + " or format the column as text first");
  }

  /** The text that a guard against spreadsheets, or a formula, shows. */
  static String unwrapped(String value) {
    if (value.startsWith("=\"") && value.endsWith("\"") && value.length() > 3) {
      return VisibleText.strip(value.substring(2, value.length() - 1));
    }
    if (value.startsWith("=")) {
      Matcher shown = SHOWN_TEXT.matcher(value);
      Matcher number = NUMBER.matcher(value);
      return shown.matches()
          ? VisibleText.strip(shown.group(1))
          : number.matches() ? number.group(1) : value;
    }
    if (value.startsWith("'") && value.length() > 1 && value.indexOf('\'', 1) < 0) {
      return VisibleText.strip(value.substring(1));
    }
    return value;
  }
}
