package io.dealsync.portal;

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

  /** Whether there is nothing to look for. */
  public boolean isEmpty() {
    return deals.isEmpty() && contacts.isEmpty();
  }
}
