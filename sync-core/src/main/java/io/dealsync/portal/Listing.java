package io.dealsync.portal;

import io.dealsync.observe.Sighting;
import java.util.Map;

/**
 * What the portal's list says of deals: fifty times as many in a request as reading them one by one
 * (contract 6).
 */
public sealed interface Listing {

  /**
   * The deals that were found.
   *
   * @param sightings by deal id; an absent deal is missing or hidden
   */
  record Listed(Map<Long, Sighting> sightings) implements Listing {
    public Listed {
      sightings = Map.copyOf(sightings);
    }
  }

  /**
   * The portal does not let us list deals.
   *
   * @param why the portal's own words
   */
  record Refused(String why) implements Listing {}
}
