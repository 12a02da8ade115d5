package io.dealsync.portal;

import io.dealsync.observe.Observation;
import java.util.Map;

/**
 * The portal's answers to {@link Questions}.
 *
 * @param listing what the list says of the deals that were looked for in it
 * @param observations by deal id; every deal that was to be read is in it
 * @param existing what certainly exists of what was looked for in passing; the rest was not found,
 *     or the portal did not say
 */
public record Answers(Listing listing, Map<Long, Observation> observations, ExistingIds existing) {

  public Answers {
    observations = Map.copyOf(observations);
  }
}
