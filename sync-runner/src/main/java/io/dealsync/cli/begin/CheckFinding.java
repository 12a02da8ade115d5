package io.dealsync.cli.begin;

/**
 * One thing that was looked at.
 *
 * @param code the exit code it asks for
 */
record CheckFinding(String subject, Mark mark, int code, String words) {

  /** How it is. */
  enum Mark {
    FINE("✓"),
    /** Works, but not as well as it could. */
    REMARK("!"),
    WRONG("✗");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }
}
