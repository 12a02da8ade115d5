package io.dealsync.db.legacy;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The deals of a file that may have the same link twice or two primary contacts. All others
 * certainly have not, so that comparing the rows of a clean file costs next to nothing.
 */
final class Suspects {

  private static final int LIMIT = 100_000;

  private final SeenBefore seen = new SeenBefore();
  private final Set<String> deals = new LinkedHashSet<>();

  /** Looks at a link on its way in. */
  void watch(LegacyLink link) {
    if (!link.wanted()) {
      return;
    }
    long deal = SeenBefore.key(link.deal(), 0);
    boolean again = seen.add(SeenBefore.key(link.contact(), deal));
    boolean secondPrimary = link.primary() && seen.add(deal);
    if ((again || secondPrimary) && deals.size() <= LIMIT) {
      deals.add(link.deal());
    }
  }

  boolean none() {
    return deals.isEmpty();
  }

  /** Whether there are too many to tell them one by one. */
  boolean everybody() {
    return deals.size() > LIMIT;
  }

  Set<String> deals() {
    return deals;
  }
}
