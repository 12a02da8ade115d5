package io.dealsync.portal;

import io.dealsync.observe.Sighting;
import java.util.Collection;
import java.util.Map;

/**
 * The portal's list of deals as a sieve: fifty times as many deals in a request as reading them one
 * by one. Port; implemented by the Bitrix24 client ({@code crm.item.list}, contract 6).
 */
public interface DealList {

  /** What the list says. */
  sealed interface Listing {

    /**
     * The deals that were found.
     *
     * @param sightings by deal id; an absent deal is missing, hidden, or was cut off
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

  /**
   * Looks for deals in the list.
   *
   * @throws PortalFailure when the run cannot go on
   */
  Listing list(Collection<Long> deals);
}
