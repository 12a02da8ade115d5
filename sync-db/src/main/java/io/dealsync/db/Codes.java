package io.dealsync.db;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Modes and policies as the tables spell them. */
final class Codes {

  private Codes() {}

  static String of(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  static Mode mode(String code) {
    return Mode.valueOf(code.toUpperCase(Locale.ROOT));
  }

  static String of(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Policy policy(String code) {
    return Policy.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static Optional<Policy> optionalPolicy(@Nullable String code) {
    return Optional.ofNullable(code).map(Codes::policy);
  }
}
