package io.dealsync.db.legacy;

import java.util.Locale;

/**
 * A row of an imported file that did not become a link.
 *
 * @param line the line on which the row begins
 * @param deal the deal's id, as far as it could be read, or blank
 * @param contact the contact's id, as far as it could be read, or blank
 * @param outcome what became of the row
 * @param reason why, in a sentence
 */
public record Leftover(int line, String deal, String contact, Outcome outcome, String reason) {

  /** What became of a row that is not a link. */
  public enum Outcome {
    /** It could not be understood, or contradicts an earlier row. */
    REJECTED,
    /** An earlier row says the same. */
    DUPLICATE,
    /** It is left out on purpose. */
    SKIPPED;

    /** As stored. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
