package io.dealsync.apply;

import io.dealsync.plan.Change;
import io.dealsync.portal.WriteResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A portal's refusal in words for people. */
final class RefusalWords {

  private static final Pattern NUMBER = Pattern.compile("#(\\d{1,18})(?!\\d)");

  private RefusalWords() {}

  /**
   * The portal's own words. A contact that an error without a code names by number, in whatever
   * language, is one that the user may not see (contract 12).
   */
  static String of(Change change, WriteResult.Refused refused) {
    if (!refused.error().isBlank()) {
      return "The portal refused: " + refused.error() + " " + refused.text();
    }
    Matcher number = NUMBER.matcher(refused.text());
    return number.find() && isAbout(change, Long.parseLong(number.group(1)))
        ? "The portal does not let its user see contact %s, and so refused: %s"
            .formatted(number.group(1), refused.text())
        : "The portal refused: " + refused.text();
  }

  private static boolean isAbout(Change change, long contact) {
    return change.target().contains(contact)
        || change.before().rows().stream().anyMatch(row -> row.contact() == contact);
  }
}
