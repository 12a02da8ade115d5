package io.dealsync.sandbox.crm;

import java.util.Arrays;

/** A growing, sorted array of ids; appending in ascending order is the cheap case. */
public final class SortedIds {

  private long[] ids = new long[16];
  private int size;
  private long highest;

  public int size() {
    return size;
  }

  public long at(int position) {
    return ids[position];
  }

  /** The id's position, or {@code -(insertion point) - 1}. */
  public int find(long id) {
    if (size > 0 && id > ids[size - 1]) {
      return -size - 1;
    }
    return Arrays.binarySearch(ids, 0, size, id);
  }

  public boolean contains(long id) {
    return find(id) >= 0;
  }

  /** The first position whose id is not less than {@code id}. */
  public int lowerBound(long id) {
    int position = find(id);
    return position >= 0 ? position : -position - 1;
  }

  void insert(int position, long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size + (size >> 1) + 16);
    }
    System.arraycopy(ids, position, ids, position + 1, size - position);
    ids[position] = id;
    size++;
    passed(id);
  }

  /** Adds ids that may be in any order, repeated, or here already. */
  void addAll(long[] others, int count) {
    long[] all = Arrays.copyOf(ids, size + count);
    System.arraycopy(others, 0, all, size, count);
    Arrays.sort(all);
    ids = Arrays.stream(all).distinct().toArray();
    size = ids.length;
    if (size > 0) {
      passed(ids[size - 1]);
    }
  }

  /** The id of the next record: after the highest there ever was, since a portal reuses none. */
  long next() {
    return highest + 1;
  }

  /** The highest id there ever was. */
  long highest() {
    return highest;
  }

  /** An id up to which all have been given. */
  void passed(long id) {
    highest = Math.max(highest, id);
  }

  void remove(int position) {
    System.arraycopy(ids, position + 1, ids, position, size - position - 1);
    size--;
  }
}
