package io.dealsync.legacy;

import java.util.Locale;
import java.util.Map;

/**
 * A record id of Salesforce. It has 15 letters and digits in which case matters; a suffix of three
 * more says which letters are capitals, so that the id survives programs that lose case.
 */
final class SalesforceId {

  private static final int SHORT = 15;
  private static final int LONG = 18;
  private static final int GROUP = 5;
  private static final int PREFIX = 3;

  /** What the ids of opportunities begin with. */
  static final String OPPORTUNITY = "006";

  /** What the ids of contacts begin with. */
  static final String CONTACT = "003";

  private static final Map<String, String> OBJECTS =
      Map.of(
          "001",
          "an Account",
          CONTACT,
          "a Contact",
          "005",
          "a User",
          OPPORTUNITY,
          "an Opportunity",
          "00Q",
          "a Lead",
          "00K",
          "a contact role",
          "00e",
          "a Profile",
          "00G",
          "a Group",
          "500",
          "a Case");
  private static final String SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

  private static final int OTHER = 0;
  private static final int CAPITAL = 1;

  /** Puts whatever is made of it beyond all suffixes. */
  private static final int STRANGE = 1 << GROUP;

  /** Looked up, because ids are too random for a processor to guess the outcome of comparisons. */
  private static final byte[] KINDS = kinds();

  private SalesforceId() {}

  /**
   * The 18-character form of an id. Capitals that were lost are restored from the suffix.
   *
   * @param prefix the three characters that ids of this kind of record begin with; blank for any
   * @throws BadValue when it is no such id
   */
  static String full(String value, String what, String prefix) {
    if (isFull(value) && value.startsWith(prefix)) {
      return value;
    }
    String id = Value.id(value, what);
    if (!hasShape(id)) {
      throw new BadValue(
          "the %s '%s' is no Salesforce id: those have 15 or 18 letters and digits"
              .formatted(what, id.length() > LONG ? id.substring(0, LONG) + "…" : id));
    }
    if (!id.startsWith(prefix)) {
      throw new BadValue(
          "the %s '%s' is the id of %s: they begin with %s"
              .formatted(what, id, object(id), prefix));
    }
    return id.length() == SHORT ? id + suffix(id) : repaired(id, what);
  }

  private static String object(String id) {
    return OBJECTS.getOrDefault(id.substring(0, PREFIX), "something else");
  }

  /**
   * Refuses a pair of ids of which one is known to be of another object.
   *
   * @throws BadValue when both are ids of Salesforce and one is no Opportunity or no Contact
   */
  static void requireKinds(String deal, String contact) {
    if (isRecordId(deal) && isRecordId(contact)) {
      requireKind(deal, "deal id", OPPORTUNITY);
      requireKind(contact, "contact id", CONTACT);
    }
  }

  private static void requireKind(String id, String what, String prefix) {
    if (!id.startsWith(prefix) && OBJECTS.containsKey(id.substring(0, PREFIX))) {
      throw new BadValue(
          "the %s '%s' is the id of %s of Salesforce: they begin with %s"
              .formatted(what, id, object(id), prefix));
    }
  }

  /** Standard objects begin with 00; the rest has letters in practice. */
  private static boolean isRecordId(String id) {
    return id.startsWith("00")
        && hasShape(id)
        && id.substring(PREFIX).chars().anyMatch(c -> isUpper(c) || isLower(c));
  }

  /** Whether a text may be an id: 15 or 18 letters and digits. */
  static boolean hasShape(String text) {
    return (text.length() == SHORT || text.length() == LONG) && isAlphanumeric(text);
  }

  /** Whether a text is a complete id. */
  static boolean isFull(String text) {
    if (text.length() != LONG) {
      return false;
    }
    int at = 0;
    for (int group = SHORT; group < LONG; group++) {
      int flags = 0;
      for (int bit = 0; bit < GROUP; bit++) {
        flags |= kind(text.charAt(at++)) << bit;
      }
      if (flags >= SUFFIXES.length() || text.charAt(group) != SUFFIXES.charAt(flags)) {
        return false;
      }
    }
    return true;
  }

  /** The 15 characters without the suffix. */
  static String brief(String full) {
    return full.substring(0, SHORT);
  }

  /** The same id with a suffix in capitals, and its own capitals put right if all were lost. */
  private static String repaired(String id, String what) {
    String body = id.substring(0, SHORT);
    String suffix = id.substring(SHORT).toUpperCase(Locale.ROOT);
    boolean caseIsLost =
        body.chars().noneMatch(SalesforceId::isUpper)
            || body.chars().noneMatch(SalesforceId::isLower);
    String repaired = (caseIsLost ? restored(body, suffix) : body) + suffix;
    if (!isFull(repaired)) {
      throw new BadValue(
          "the %s '%s' is damaged: its last three characters do not fit".formatted(what, id));
    }
    return repaired;
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
      suffix[group] = suffix(body, group);
    }
    return new String(suffix);
  }

  private static char suffix(String body, int group) {
    int flags = 0;
    for (int at = 0; at < GROUP; at++) {
      flags |= isUpper(body.charAt(group * GROUP + at)) ? 1 << at : 0;
    }
    return SUFFIXES.charAt(flags);
  }

  private static boolean isAlphanumeric(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (!isUpper(c) && !isLower(c) && !isDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static int kind(char c) {
    return c < KINDS.length ? KINDS[c] : STRANGE;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = (byte) (isUpper(c) ? CAPITAL : isLower(c) || isDigit(c) ? OTHER : STRANGE);
    }
    return kinds;
  }

  private static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
