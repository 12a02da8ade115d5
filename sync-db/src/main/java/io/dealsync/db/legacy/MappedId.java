package io.dealsync.db.legacy;

/**
 * A row of a mapping that someone made.
 *
 * @param line its line in their file
 * @param legacyId the id in the other CRM
 * @param id the Bitrix24 id; positive
 */
public record MappedId(int line, String legacyId, long id) {

  public MappedId {
    if (id < 1) {
      throw new IllegalArgumentException("An id is positive: " + id);
    }
  }
}
