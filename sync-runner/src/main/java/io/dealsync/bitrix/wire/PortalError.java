package io.dealsync.bitrix.wire;

import io.dealsync.text.ForeignText;
import java.util.function.UnaryOperator;

/**
 * An error as the portal words it.
 *
 * @param status the HTTP status; 200 for an error inside a batch's answer
 * @param code the portal's error code, often empty (contract 1.1)
 * @param text the portal's description, in its language
 */
public record PortalError(int status, String code, String text) {

  private static final int LONGEST_CODE = 100;

  /** What to do about it. */
  public ErrorAction reaction() {
    return ErrorTable.reaction(this);
  }

  /** The same without secrets, as a single line of a length that people read. */
  public PortalError masked(UnaryOperator<String> masking) {
    // Masked before it is cut: a part of a secret would not be recognised.
    return new PortalError(
        status,
        ForeignText.line(masking.apply(code), LONGEST_CODE),
        ForeignText.line(masking.apply(text)));
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
