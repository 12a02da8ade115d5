package io.dealsync.sandbox.crm;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows a write inserts or rewrites, and which it deletes; rows in neither set stay untouched,
 * whatever their flag says.
 *
 * <p>That is why a double primary can survive {@code items.set}: only the <em>last</em> primary row
 * in portal order is known as the old primary, and only it, or a row whose SORT changes, is
 * rewritten (contract 1.9, S9 and S10).
 */
record LinkChange(List<LinkRow> written, Set<Long> deleted) {

  boolean isEmpty() {
    return written.isEmpty() && deleted.isEmpty();
  }

  /** Only what is deleted; the portal does that first. */
  LinkChange unbinding() {
    return new LinkChange(List.of(), deleted);
  }

  /** Compares the stored rows, in portal order, with the wanted entries, in request order. */
  static LinkChange between(List<LinkRow> stored, List<LinkEntry> wanted) {
    Map<Long, LinkRow> storedById = new LinkedHashMap<>();
    stored.forEach(row -> storedById.put(row.contactId(), row));
    Map<Long, LinkEntry> wantedById = new LinkedHashMap<>();
    wanted.forEach(entry -> wantedById.put(entry.contactId(), entry));

    Set<Long> deleted = new LinkedHashSet<>(storedById.keySet());
    deleted.removeAll(wantedById.keySet());
    Map<Long, LinkEntry> written = new LinkedHashMap<>();
    writeNew(storedById, wantedById, written);
    writeResorted(storedById, wanted, written);
    writePrimary(stored, wanted, wantedById, deleted, written);
    return new LinkChange(asRows(written), deleted);
  }

  private static void writeNew(
      Map<Long, LinkRow> storedById,
      Map<Long, LinkEntry> wantedById,
      Map<Long, LinkEntry> written) {
    int highestSort = 0;
    for (LinkRow row : storedById.values()) {
      highestSort = Math.max(highestSort, row.sort());
    }
    for (LinkEntry entry : wantedById.values()) {
      if (storedById.containsKey(entry.contactId())) {
        continue;
      }
      LinkEntry added = entry;
      if (highestSort > 0 && entry.sort().isEmpty()) {
        highestSort += 10;
        added = entry.withSort(highestSort);
      }
      written.put(added.contactId(), added);
    }
  }

  private static void writeResorted(
      Map<Long, LinkRow> storedById, List<LinkEntry> wanted, Map<Long, LinkEntry> written) {
    for (LinkEntry entry : wanted) {
      LinkRow row = storedById.get(entry.contactId());
      if (row != null && row.sort() != entry.sort().orElse(0)) {
        written.putIfAbsent(entry.contactId(), entry);
      }
    }
  }

  private static void writePrimary(
      List<LinkRow> stored,
      List<LinkEntry> wanted,
      Map<Long, LinkEntry> wantedById,
      Set<Long> deleted,
      Map<Long, LinkEntry> written) {
    long before = lastPrimaryRow(stored);
    long after = lastPrimaryEntry(wanted);
    if (before == after) {
      return;
    }
    LinkEntry promoted = wantedById.get(after);
    if (promoted != null) {
      written.putIfAbsent(after, promoted.withFlag("Y"));
    }
    LinkEntry demoted = wantedById.get(before);
    if (demoted != null && !deleted.contains(before)) {
      written.put(before, demoted.withFlag("N"));
    }
  }

  private static long lastPrimaryRow(List<LinkRow> rows) {
    long last = 0;
    for (LinkRow row : rows) {
      last = row.primary() ? row.contactId() : last;
    }
    return last;
  }

  private static long lastPrimaryEntry(List<LinkEntry> entries) {
    long last = 0;
    for (LinkEntry entry : entries) {
      last = entry.isPrimary() ? entry.contactId() : last;
    }
    return last;
  }

  private static List<LinkRow> asRows(Map<Long, LinkEntry> written) {
    int[] position = {0};
    return written.values().stream().map(entry -> entry.stored(10 * ++position[0])).toList();
  }
}
