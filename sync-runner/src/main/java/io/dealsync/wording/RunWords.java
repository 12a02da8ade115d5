package io.dealsync.wording;

import io.dealsync.journal.RunRecord;

/** A stored run in words. */
public final class RunWords {

  private RunWords() {}

  /** How it ended, or what it is doing. */
  public static String outcome(RunRecord run) {
    return switch (run.outcome()) {
      case "" -> run.state().word();
      case "pending" -> "changes pending";
      default -> run.outcome().replace('_', ' ');
    };
  }
}
