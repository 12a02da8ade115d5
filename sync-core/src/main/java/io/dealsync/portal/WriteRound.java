package io.dealsync.portal;

import io.dealsync.link.LinkImage;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of one round of writes: a result for every change of it, and the failure that ended
 * it early, if one did.
 *
 * @param results by deal id; every deal of the round is in it
 * @param found what deals had immediately before calls that overwrite, by deal id; a deal is absent
 *     when its call does not overwrite, or the portal did not say
 * @param failure why the run cannot go on
 */
public record WriteRound(
    Map<Long, WriteResult> results, Map<Long, LinkImage> found, Optional<PortalFailure> failure) {

  public WriteRound {
    results = Map.copyOf(results);
    found = Map.copyOf(found);
  }

  /** A round in which nothing was overwritten. */
  public WriteRound(Map<Long, WriteResult> results, Optional<PortalFailure> failure) {
    this(results, Map.of(), failure);
  }
}
