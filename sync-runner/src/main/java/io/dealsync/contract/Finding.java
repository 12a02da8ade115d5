package io.dealsync.contract;

import io.dealsync.sandbox.rest.Quirk;
import java.util.Optional;

/**
 * One thing that was looked at, and what was seen.
 *
 * @param subject a vector of contract 1.9, or an uncertainty of contract 12
 * @param verdict what it means
 * @param words what was seen
 * @param quirk the switch that makes the sandbox do the same, where its default is another
 */
public record Finding(String subject, Verdict verdict, String words, Optional<Quirk> quirk) {

  /** What a finding means. */
  public enum Verdict {
    /** As the contract says. */
    CONFIRMED,
    /** Otherwise than the contract says. */
    DIFFERENT,
    /** The contract leaves it open; this portal does not. */
    RESOLVED,
    /** Could not be seen. */
    OPEN
  }

  static Finding confirmed(String subject, String words) {
    return new Finding(subject, Verdict.CONFIRMED, words, Optional.empty());
  }

  static Finding different(String subject, String words) {
    return new Finding(subject, Verdict.DIFFERENT, words, Optional.empty());
  }

  static Finding resolved(String subject, String words) {
    return new Finding(subject, Verdict.RESOLVED, words, Optional.empty());
  }

  static Finding resolved(String subject, String words, Quirk quirk) {
    return new Finding(subject, Verdict.RESOLVED, words, Optional.of(quirk));
  }

  static Finding open(String subject, String why) {
    return new Finding(subject, Verdict.OPEN, why, Optional.empty());
  }
}
