package io.dealsync.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What all runs of a portal have done together, whoever made them.
 *
 * @param runs how many ended how, by outcome
 * @param requests HTTP requests
 * @param rejected those that the portal refused because they came too fast
 * @param writes writing calls
 * @param verified changes that the portal confirmed
 * @param failed deals that failed
 * @param took how long they took together
 * @param oldestEdit when the oldest edit was made that is not carried yet and not held
 */
public record PortalFigures(
    Map<String, Long> runs,
    long requests,
    long rejected,
    long writes,
    long verified,
    long failed,
    Duration took,
    Optional<Instant> oldestEdit) {

  public PortalFigures {
    runs = Map.copyOf(runs);
  }
}
