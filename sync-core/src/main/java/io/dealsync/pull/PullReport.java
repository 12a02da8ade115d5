package io.dealsync.pull;

import io.dealsync.guard.Refusal;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a pull did.
 *
 * @param run its id
 * @param ending how it ended
 * @param resumedAfter the deal id after which it went on; 0 when it began at the beginning
 * @param reached the last deal id that is done with
 * @param totals its numbers
 * @param settledEarlier open intents of earlier runs that were explained first
 * @param traffic what was sent
 * @param duration how long it took
 * @param failure why the portal could not be used
 * @param refusals limits that the refreshed deals would exceed
 */
public record PullReport(
    long run,
    Ending ending,
    long resumedAfter,
    long reached,
    PullTotals totals,
    long settledEarlier,
    Traffic traffic,
    Duration duration,
    Optional<PortalFailure> failure,
    List<Refusal> refusals) {

  public PullReport {
    refusals = List.copyOf(refusals);
  }

  /** How a pull ends. */
  public enum Ending {
    /** All deals of the scope are in the mirror as the portal has them. */
    COMPLETE,
    /** The end was reached, but some deals were kept as they are or could not be read. */
    INCOMPLETE,
    /** The guard refused what would have become of managed deals; they are as they were. */
    REFUSED,
    /** It was asked to stop; the next one goes on. */
    INTERRUPTED,
    /** The portal could not be used; the next one goes on. */
    FAILED
  }
}
