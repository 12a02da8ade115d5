package io.dealsync.legacy;

/** A value that makes its row unusable; the message is the reason for people. */
final class BadValue extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadValue(String reason) {
    super(reason, null, false, false);
  }

  /** The reason. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
