package io.dealsync.portal;

import io.dealsync.plan.Batch;
import java.util.Set;

/**
 * Deals and contacts to be looked for in the portal's lists.
 *
 * @param deals ids of deals
 * @param contacts ids of contacts
 */
public record Sought(Set<Long> deals, Set<Long> contacts) {

  /** Looks for nothing. */
  public static final Sought NOTHING = new Sought(Set.of(), Set.of());

  public Sought {
    deals = Set.copyOf(deals);
    contacts = Set.copyOf(contacts);
  }

  /** How many calls it takes. */
  public int calls() {
    return Batch.listing(deals.size()) + Batch.listing(contacts.size());
  }
}
