package io.dealsync.portal;

import java.util.Set;

/**
 * Which of the deals and contacts that were asked for the portal's lists show.
 *
 * @param deals those that exist and can be read; an absent one is missing, denied or a recurring
 *     template
 * @param contacts those that exist and can be read
 */
public record Existing(Set<Long> deals, Set<Long> contacts) {

  public Existing {
    deals = Set.copyOf(deals);
    contacts = Set.copyOf(contacts);
  }
}
