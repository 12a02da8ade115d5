package io.dealsync.db.legacy;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The deals of a file that may have the same link twice or two primary contacts. All others
 * certainly have not, so that comparing the rows of a clean file costs next to nothing.
 *
 * <p>Links are remembered in groups: each is one place in a large memory, and a processor waits for
 * many such places at a time.
 */
final class DuplicateCandidates {

  private static final int LIMIT = 100_000;
  private static final int GROUP = 256;
  private static final long NOT_PRIMARY = 0;

  private final BloomFilter seen = new BloomFilter();
  private final Set<String> deals = new LinkedHashSet<>();
  private final String[] waiting = new String[GROUP];
  private final long[] links = new long[GROUP];
  private final long[] primaries = new long[GROUP];
  private int size;

  /** Looks at a link on its way in. */
  void watch(LegacyLink link) {
    if (!link.wanted()) {
      return;
    }
    if (size == GROUP) {
      remember();
    }
    long deal = BloomFilter.key(link.deal(), 0);
    waiting[size] = link.deal();
    links[size] = BloomFilter.key(link.contact(), deal);
    primaries[size] = link.primary() ? deal : NOT_PRIMARY;
    size++;
  }

  boolean none() {
    return deals().isEmpty();
  }

  /** Whether there are too many to tell them one by one. */
  boolean everybody() {
    return deals().size() > LIMIT;
  }

  Set<String> deals() {
    remember();
    return deals;
  }

  private void remember() {
    for (int at = 0; at < size; at++) {
      boolean again = seen.add(links[at]);
      boolean secondPrimary = primaries[at] != NOT_PRIMARY && seen.add(primaries[at]);
      if ((again || secondPrimary) && deals.size() <= LIMIT) {
        deals.add(waiting[at]);
      }
    }
    Arrays.fill(waiting, 0, size, "");
    size = 0;
  }
}
