package io.dealsync.portal;

import java.util.Map;
import java.util.Optional;

/**
 * The outcome of one round of writes: a result for every change of it, and the failure that ended
 * it early, if one did.
 *
 * @param results by deal id; every deal of the round is in it
 * @param failure why the run cannot go on
 */
public record WriteRound(Map<Long, WriteResult> results, Optional<PortalFailure> failure) {

  public WriteRound {
    results = Map.copyOf(results);
  }
}
