package io.dealsync.portal;

import io.dealsync.observe.Observation;
import java.util.Map;

/**
 * The same deals as the portal's list shows them and as they read one by one.
 *
 * @param listing what the list says
 * @param observations by deal id; every deal that was asked for is in it
 */
public record BothWays(DealList.Listing listing, Map<Long, Observation> observations) {

  public BothWays {
    observations = Map.copyOf(observations);
  }
}
