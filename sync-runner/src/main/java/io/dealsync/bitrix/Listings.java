package io.dealsync.bitrix;

import io.dealsync.observe.Sighting;
import io.dealsync.portal.Listing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The deal scan in the core's words. What it is not certain of is left out. */
final class Listings {

  private final DealScan scan;

  Listings(DealScan scan) {
    this.scan = scan;
  }

  Listing list(Collection<Long> deals) {
    try {
      Map<Long, DealContacts> found = scan.byIds(deals);
      Map<Long, Sighting> sightings = HashMap.newHashMap(found.size());
      for (DealContacts deal : found.values()) {
        if (deal.certain()) {
          sightings.put(
              deal.deal(), new Sighting(deal.deal(), deal.primary().orElse(0), deal.contacts()));
        }
      }
      return new Listing.Listed(sightings);
    } catch (ListRefusedException refused) {
      return new Listing.Refused(String.valueOf(refused.getMessage()));
    }
  }
}
