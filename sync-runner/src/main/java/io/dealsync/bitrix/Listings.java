package io.dealsync.bitrix;

import io.dealsync.observe.Sighting;
import io.dealsync.portal.DealList.Listing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The deal scan as the core's sieve: what may have been cut off counts as not seen. */
final class Listings {

  private final DealScan scan;

  Listings(DealScan scan) {
    this.scan = scan;
  }

  Listing list(Collection<Long> deals) {
    try {
      Map<Long, Sighting> sightings = new HashMap<>();
      scan.byIds(deals).values().stream()
          .filter(DealContacts::certain)
          .forEach(
              seen ->
                  sightings.put(
                      seen.deal(),
                      new Sighting(seen.deal(), seen.primary().orElse(0), seen.contacts())));
      return new Listing.Listed(sightings);
    } catch (ListRefusedException refused) {
      return new Listing.Refused(String.valueOf(refused.getMessage()));
    }
  }
}
