package io.dealsync.sandbox.crm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A deal's link rows in one {@code long[]}, two longs a row, in portal order; never changed once
 * built, so that readers need no copy.
 */
public final class PackedLinks {

  /** No links. */
  public static final long[] NONE = {};

  private PackedLinks() {}

  /** Packs rows in the given order; a contact may appear only once. */
  static long[] of(Collection<LinkRow> rows, Comparator<LinkRow> order) {
    if (rows.isEmpty()) {
      return NONE;
    }
    List<LinkRow> sorted = new ArrayList<>(rows);
    sorted.sort(order);
    long[] packed = new long[sorted.size() * 2];
    for (int i = 0; i < sorted.size(); i++) {
      LinkRow row = sorted.get(i);
      packed[2 * i] = row.contactId();
      packed[2 * i + 1] = ((long) row.sort() << 1) | (row.primary() ? 1 : 0);
    }
    return packed;
  }

  public static int count(long[] packed) {
    return packed.length / 2;
  }

  public static long contactId(long[] packed, int row) {
    return packed[2 * row];
  }

  public static int sort(long[] packed, int row) {
    return (int) (packed[2 * row + 1] >> 1);
  }

  public static boolean isPrimary(long[] packed, int row) {
    return (packed[2 * row + 1] & 1) == 1;
  }

  /** Whether the contact is linked. */
  public static boolean contains(long[] packed, long contactId) {
    for (int i = 0; i < packed.length; i += 2) {
      if (packed[i] == contactId) {
        return true;
      }
    }
    return false;
  }

  public static List<LinkRow> rows(long[] packed) {
    List<LinkRow> rows = new ArrayList<>(count(packed));
    for (int i = 0; i < count(packed); i++) {
      rows.add(new LinkRow(contactId(packed, i), sort(packed, i), isPrimary(packed, i)));
    }
    return List.copyOf(rows);
  }
}
