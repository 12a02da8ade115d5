package io.dealsync.sandbox.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the link methods do to a deal's rows (contract 1.3, 1.4, 1.6), as pure functions of the
 * stored rows in portal order. An empty result means: nothing to do, the method answers {@code
 * false}.
 */
final class LinkRules {

  private LinkRules() {}

  /** {@code add}: links a contact unless it is linked already. */
  static Optional<LinkChange> add(List<LinkRow> stored, LinkEntry entry) {
    if (indexOf(stored, entry.contactId()) >= 0) {
      return Optional.empty();
    }
    List<LinkEntry> wanted = entries(stored);
    wanted.add(entry);
    if (entry.isPrimary() || wanted.stream().noneMatch(LinkEntry::isPrimary)) {
      wanted.replaceAll(e -> e.withFlag(e.contactId() == entry.contactId() ? "Y" : ""));
    }
    return Optional.of(LinkChange.between(stored, wanted));
  }

  /** {@code delete}: unlinks a contact; a removed primary hands over to the first row left. */
  static Optional<LinkChange> delete(List<LinkRow> stored, long contactId) {
    int index = indexOf(stored, contactId);
    if (index < 0) {
      return Optional.empty();
    }
    List<LinkEntry> wanted = entries(stored);
    LinkEntry removed = wanted.remove(index);
    if (removed.isPrimary()) {
      for (int i = 0; i < wanted.size(); i++) {
        wanted.set(i, wanted.get(i).withFlag(i == 0 ? "Y" : ""));
      }
    }
    return Optional.of(LinkChange.between(stored, wanted));
  }

  /** {@code items.set}: replaces all rows; null stands for an entry that is not usable. */
  static LinkChange set(List<LinkRow> stored, List<@Nullable LinkEntry> items) {
    return LinkChange.between(stored, normalized(items));
  }

  /** Usable entries with their final SORT and at most one {@code "Y"}. */
  private static List<LinkEntry> normalized(List<@Nullable LinkEntry> items) {
    List<LinkEntry> result = new ArrayList<>(items.size());
    boolean primarySeen = false;
    for (int i = 0; i < items.size(); i++) {
      LinkEntry item = items.get(i);
      if (item == null || item.contactId() <= 0) {
        continue;
      }
      int sort = item.sort().orElse(0);
      boolean primary = item.isPrimary() && !primarySeen;
      primarySeen |= primary;
      result.add(item.withSort(sort > 0 ? sort : (i + 1) * 10).withFlag(primary ? "Y" : ""));
    }
    if (!primarySeen && !result.isEmpty()) {
      result.set(0, result.get(0).withFlag("Y"));
    }
    return result;
  }

  private static List<LinkEntry> entries(List<LinkRow> stored) {
    List<LinkEntry> entries = new ArrayList<>(stored.size() + 1);
    stored.forEach(row -> entries.add(LinkEntry.of(row)));
    return entries;
  }

  private static int indexOf(List<LinkRow> stored, long contactId) {
    for (int i = 0; i < stored.size(); i++) {
      if (stored.get(i).contactId() == contactId) {
        return i;
      }
    }
    return -1;
  }
}
