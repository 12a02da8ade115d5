package io.dealsync.journal;

import io.dealsync.portal.Traffic;
import io.dealsync.text.ForeignText;
import java.time.Duration;

/**
 * What is recorded when a run (or its apply) ends.
 *
 * @param state where it ended
 * @param outcome one word for people and machines, as in the JSON documents
 * @param pushed changes that were sent
 * @param verified changes that the portal confirmed
 * @param held deals left alone
 * @param failed deals that failed
 * @param traffic what was sent
 * @param leastRequests the least number of requests that could have carried it
 * @param duration how long it took
 * @param explanation a refusal or an error in words; blank when there is nothing to explain
 */
public record RunEnd(
    RunState state,
    String outcome,
    long pushed,
    long verified,
    long held,
    long failed,
    Traffic traffic,
    long leastRequests,
    Duration duration,
    String explanation) {

  private static final int LONGEST_WORD = 100;
  private static final int LONGEST_EXPLANATION = 4000;

  /** The last bound on what peers, files and exceptions say, on the way in and out. */
  public RunEnd {
    outcome = ForeignText.line(outcome, LONGEST_WORD);
    explanation = ForeignText.line(explanation, LONGEST_EXPLANATION);
  }
}
