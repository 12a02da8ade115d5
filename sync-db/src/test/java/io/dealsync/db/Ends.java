package io.dealsync.db;

import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunState;
import io.dealsync.portal.Traffic;
import java.time.Duration;

/** Ends of runs. */
final class Ends {

  private Ends() {}

  static RunEnd planned() {
    return end(RunState.PLANNED, "pending");
  }

  static RunEnd done() {
    return end(RunState.DONE, "in_sync");
  }

  static RunEnd end(RunState state, String outcome) {
    return new RunEnd(
        state, outcome, 3, 2, 1, 1, new Traffic(10, 0, 3, 450), 9, Duration.ofMillis(1234), "why");
  }
}
