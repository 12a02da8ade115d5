package io.dealsync.db;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Modes and policies from their codes in the tables. */
final class Codes {

  private Codes() {}

  static Mode mode(String code) {
    return Mode.valueOf(code.toUpperCase(Locale.ROOT));
  }

  static Policy policy(String code) {
    return Policy.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static Optional<Policy> optionalPolicy(@Nullable String code) {
    return Optional.ofNullable(code).map(Codes::policy);
  }
}
