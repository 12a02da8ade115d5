package io.dealsync.sandbox.crm;

import java.util.Arrays;

/**
 * All deals in parallel arrays sorted by id: about 30 bytes a deal plus 16 bytes a link, so that a
 * million deals fit into a small heap. Not safe for concurrent use.
 */
public final class DealTable {

  private final SortedIds ids = new SortedIds();
  private long[][] links = new long[16][];
  private long[] primaryContact = new long[16];
  private long[] updatedAt = new long[16];

  public SortedIds ids() {
    return ids;
  }

  /** The deal's rows in portal order; see {@link PackedLinks}. */
  public long[] links(int position) {
    return links[position];
  }

  /** The deal's CONTACT_ID; 0 for none (contract 1.8). */
  public long primaryContact(int position) {
    return primaryContact[position];
  }

  /** DATE_MODIFY in unix seconds. */
  public long updatedAt(int position) {
    return updatedAt[position];
  }

  int insert(long id, long at) {
    int found = ids.find(id);
    if (found >= 0) {
      return found;
    }
    int position = -found - 1;
    int size = ids.size();
    ids.insert(position, id);
    if (size == links.length) {
      int capacity = size + (size >> 1) + 16;
      links = Arrays.copyOf(links, capacity);
      primaryContact = Arrays.copyOf(primaryContact, capacity);
      updatedAt = Arrays.copyOf(updatedAt, capacity);
    }
    System.arraycopy(links, position, links, position + 1, size - position);
    System.arraycopy(primaryContact, position, primaryContact, position + 1, size - position);
    System.arraycopy(updatedAt, position, updatedAt, position + 1, size - position);
    links[position] = PackedLinks.NONE;
    primaryContact[position] = 0;
    updatedAt[position] = at;
    return position;
  }

  void remove(int position) {
    int tail = ids.size() - position - 1;
    ids.remove(position);
    System.arraycopy(links, position + 1, links, position, tail);
    System.arraycopy(primaryContact, position + 1, primaryContact, position, tail);
    System.arraycopy(updatedAt, position + 1, updatedAt, position, tail);
  }

  void setLinks(int position, long[] packed) {
    links[position] = packed;
  }

  void setPrimaryContact(int position, long contactId) {
    primaryContact[position] = contactId;
  }

  void touch(int position, long at) {
    updatedAt[position] = at;
  }
}
