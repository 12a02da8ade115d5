package io.dealsync.config;

/** A text that must never be shown, or the reason why it cannot be had. */
public final class Secret {

  private final String value;
  private final String problem;

  private Secret(String value, String problem) {
    this.value = value;
    this.problem = problem;
  }

  /** A known secret; blank when none is configured. */
  public static Secret of(String value) {
    return new Secret(value, "");
  }

  /**
   * A secret that is configured but cannot be had.
   *
   * @param problem a sentence that says why; thrown when the secret is needed
   */
  public static Secret unresolved(String problem) {
    return new Secret("", problem);
  }

  /** Whether nothing is configured. */
  public boolean isAbsent() {
    return value.isBlank() && problem.isEmpty();
  }

  /** Whether both are configured and can be had, and are not the same. */
  boolean differsFrom(Secret other) {
    return !value.isBlank() && !other.value.isBlank() && !value.equals(other.value);
  }

  /**
   * The text itself, for what has to use it.
   *
   * @throws ConfigException when it is configured but cannot be had
   */
  public String reveal() {
    if (!problem.isEmpty()) {
      throw new ConfigException(problem);
    }
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
