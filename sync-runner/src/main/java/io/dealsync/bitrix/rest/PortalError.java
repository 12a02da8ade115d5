package io.dealsync.bitrix.rest;

import java.util.function.UnaryOperator;

/**
 * An error as the portal words it.
 *
 * @param status the HTTP status; 200 for an error inside a batch's answer
 * @param code the portal's error code, often empty (contract 1.1)
 * @param text the portal's description, in its language
 */
public record PortalError(int status, String code, String text) {

  /** What to do about it. */
  public Reaction reaction() {
    return ErrorTable.reaction(this);
  }

  PortalError masked(UnaryOperator<String> masking) {
    return new PortalError(status, masking.apply(code), masking.apply(text));
  }

  /** Code and text in one line. */
  @Override
  public String toString() {
    if (code.isBlank()) {
      return text.isBlank() ? "HTTP " + status : text;
    }
    return text.isBlank() ? code : code + ": " + text;
  }
}
