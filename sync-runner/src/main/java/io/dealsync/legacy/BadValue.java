package io.dealsync.legacy;

import io.dealsync.text.ForeignText;

/** A value that makes its row unusable; the message is the reason for people. */
final class BadValue extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadValue(String reason) {
    super(ForeignText.line(reason), null, false, false);
  }

  /** The reason. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
