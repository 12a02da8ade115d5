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

  private static final int IN_A_CALL = 50;

  public Sought {
    deals = Set.copyOf(deals);
    contacts = Set.copyOf(contacts);
  }

  /** How many calls it takes: fifty ids in each (contract 6). */
  public int calls() {
    return calls(deals) + calls(contacts);
  }

  private static int calls(Set<Long> ids) {
    return (ids.size() + IN_A_CALL - 1) / IN_A_CALL;
  }
}
