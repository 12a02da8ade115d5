package io.dealsync.portal;

import java.util.Set;

/**
 * Which of the deals and contacts that were asked for the portal's lists show.
 *
 * @param deals ordinary deals that exist and can be read
 * @param templates templates for recurring deals; a deal in neither set is missing or denied
 * @param contacts those that exist and can be read
 */
public record ExistingIds(Set<Long> deals, Set<Long> templates, Set<Long> contacts) {

  /** Nothing was looked for. */
  public static final ExistingIds NOTHING = new ExistingIds(Set.of(), Set.of(), Set.of());

  public ExistingIds {
    deals = Set.copyOf(deals);
    templates = Set.copyOf(templates);
    contacts = Set.copyOf(contacts);
  }
}
