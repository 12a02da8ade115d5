package io.dealsync.portal;

import io.dealsync.plan.Batch;
import java.util.Set;

/**
 * Deals and contacts to be looked for in the portal's lists.
 *
 * @param deals ids of deals
 * @param contacts ids of contacts
 */
public record IdLookup(Set<Long> deals, Set<Long> contacts) {

  /** Looks for nothing. */
  public static final IdLookup NOTHING = new IdLookup(Set.of(), Set.of());

  public IdLookup {
    deals = Set.copyOf(deals);
    contacts = Set.copyOf(contacts);
  }

  /** How many calls it takes. */
  public int calls() {
    return Batch.listing(deals.size()) + Batch.listing(contacts.size());
  }
}
