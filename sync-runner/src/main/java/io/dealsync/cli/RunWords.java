package io.dealsync.cli;

import io.dealsync.journal.RunRecord;

/** A stored run in words. */
final class RunWords {

  private RunWords() {}

  /** How it ended, or what it is doing. */
  static String outcome(RunRecord run) {
    return switch (run.outcome()) {
      case "" -> run.state().word();
      case "pending" -> "changes pending";
      default -> run.outcome().replace('_', ' ');
    };
  }
}
