package io.dealsync.legacy;

import java.util.Locale;

/**
 * A record id of Salesforce. It has 15 letters and digits in which case matters; a suffix of three
 * more says which letters are capitals, so that the id survives programs that lose case.
 */
final class SalesforceId {

  private static final int SHORT = 15;
  private static final int LONG = 18;
  private static final int GROUP = 5;
  private static final String SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

  private SalesforceId() {}

  /**
   * The 18-character form of an id. Capitals that were lost are restored from the suffix.
   *
   * @param prefix the three characters that ids of this kind of record begin with; blank for any
   * @throws BadValue when it is no such id
   */
  static String full(String value, String what, String prefix) {
    String id = Value.id(value, what);
    if ((id.length() != SHORT && id.length() != LONG) || !isAlphanumeric(id)) {
      throw new BadValue(
          "the %s '%s' is no Salesforce id: those have 15 or 18 letters and digits"
              .formatted(what, id.length() > LONG ? id.substring(0, LONG) + "…" : id));
    }
    if (!id.startsWith(prefix)) {
      throw new BadValue(
          "the %s '%s' is the id of something else: they begin with %s"
              .formatted(what, id, prefix));
    }
    return id.length() == SHORT ? id + suffix(id) : checked(id, what);
  }

  /** Whether a text is a complete id. */
  static boolean isFull(String text) {
    return text.length() == LONG
        && isAlphanumeric(text)
        && suffix(text.substring(0, SHORT)).equals(text.substring(SHORT));
  }

  /** The 15 characters without the suffix. */
  static String brief(String full) {
    return full.substring(0, SHORT);
  }

  private static String checked(String id, String what) {
    String body = id.substring(0, SHORT);
    String suffix = id.substring(SHORT).toUpperCase(Locale.ROOT);
    if (suffix(body).equals(suffix)) {
      return body + suffix;
    }
    boolean caseIsLost =
        body.chars().noneMatch(SalesforceId::isUpper)
            || body.chars().noneMatch(SalesforceId::isLower);
    String restored = caseIsLost ? restored(body, suffix) : body;
    if (!suffix(restored).equals(suffix)) {
      throw new BadValue(
          "the %s '%s' is damaged: its last three characters do not fit".formatted(what, id));
    }
    return restored + suffix;
  }

  private static String restored(String body, String suffix) {
    StringBuilder restored = new StringBuilder();
    for (int at = 0; at < SHORT; at++) {
      int flags = SUFFIXES.indexOf(suffix.charAt(at / GROUP));
      char c = body.charAt(at);
      boolean capital = (flags & 1 << at % GROUP) != 0;
      restored.append(capital ? Character.toUpperCase(c) : Character.toLowerCase(c));
    }
    return restored.toString();
  }

  private static String suffix(String body) {
    char[] suffix = new char[SHORT / GROUP];
    for (int group = 0; group < suffix.length; group++) {
      int flags = 0;
      for (int at = 0; at < GROUP; at++) {
        flags |= isUpper(body.charAt(group * GROUP + at)) ? 1 << at : 0;
      }
      suffix[group] = SUFFIXES.charAt(flags);
    }
    return new String(suffix);
  }

  private static boolean isAlphanumeric(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (!isUpper(c) && !isLower(c) && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }
}
