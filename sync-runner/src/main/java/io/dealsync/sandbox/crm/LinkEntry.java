package io.dealsync.sandbox.crm;

import java.util.OptionalInt;

/**
 * A link as a request describes it: SORT may be absent, the flag is the raw text, and only exactly
 * {@code "Y"} means primary (contract 1.1).
 */
public record LinkEntry(long contactId, OptionalInt sort, String flag) {

  static LinkEntry of(LinkRow row) {
    return new LinkEntry(row.contactId(), OptionalInt.of(row.sort()), row.primary() ? "Y" : "N");
  }

  boolean isPrimary() {
    return flag.equals("Y");
  }

  LinkEntry withFlag(String newFlag) {
    return new LinkEntry(contactId, sort, newFlag);
  }

  LinkEntry withSort(int newSort) {
    return new LinkEntry(contactId, OptionalInt.of(newSort), flag);
  }

  /** The row as stored: a lower-case {@code y} is stored as primary too (contract 1.3). */
  LinkRow stored(int defaultSort) {
    return new LinkRow(contactId, sort.orElse(defaultSort), flag.equalsIgnoreCase("Y"));
  }
}
