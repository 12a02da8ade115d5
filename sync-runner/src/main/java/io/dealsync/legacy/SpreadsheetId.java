package io.dealsync.legacy;

import java.util.regex.Pattern;

/**
 * What spreadsheets make of ids. A guard against them is taken off ({@code ="1002"}, {@code
 * '1003}), as are decimals that nobody meant ({@code 1001.0}). A rounded id is refused: two deals
 * have become one.
 */
final class SpreadsheetId {

  /** Excel and double-precision numbers keep so many digits. */
  static final int EXACT_DIGITS = 15;

  private static final Pattern SCIENTIFIC = Pattern.compile("\\d([.,]\\d*)?[eE]\\+\\d{1,3}");
  private static final Pattern DECIMAL = Pattern.compile("\\d+[.,]0+");

  private SpreadsheetId() {}

  /**
   * The id as it was before a spreadsheet had it.
   *
   * @throws BadValue when it has lost digits
   */
  static String restored(String value, String what) {
    String id = unwrapped(value);
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

  private static String unwrapped(String value) {
    if (value.startsWith("=\"") && value.endsWith("\"") && value.length() > 3) {
      return VisibleText.strip(value.substring(2, value.length() - 1));
    }
    if (value.startsWith("'") && value.length() > 1 && value.indexOf('\'', 1) < 0) {
      return VisibleText.strip(value.substring(1));
    }
    return value;
  }
}
