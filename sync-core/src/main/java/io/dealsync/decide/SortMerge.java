package io.dealsync.decide;

import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The three-way merge of a deal's SORT values, link by link. A link that is not there has none, so
 * that removing a link contradicts giving it another SORT.
 */
final class SortMerge {

  private final Map<Long, Integer> sorts = new HashMap<>();
  private final List<Long> contradicted = new ArrayList<>();

  SortMerge(LinkSet base, LinkSet desired, LinkSet observed) {
    Set<Long> contacts = new TreeSet<>(desired.contacts());
    contacts.addAll(observed.contacts());
    for (long contact : contacts) {
      merge(contact, base.sort(contact), desired.sort(contact), observed.sort(contact));
    }
  }

  private void merge(long contact, OptionalInt agreed, OptionalInt wanted, OptionalInt seen) {
    if (wanted.equals(agreed)) {
      seen.ifPresent(sort -> sorts.put(contact, sort));
    } else if (seen.equals(agreed) || seen.equals(wanted)) {
      wanted.ifPresent(sort -> sorts.put(contact, sort));
    } else {
      contradicted.add(contact);
    }
  }

  /** Contacts whose link both sides changed differently. */
  List<Long> contradicted() {
    return contradicted;
  }

  /** The SORT of a contact that stays linked. */
  int of(long contact) {
    return sorts.getOrDefault(contact, 0);
  }
}
