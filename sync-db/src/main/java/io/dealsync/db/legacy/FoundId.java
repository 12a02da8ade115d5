package io.dealsync.db.legacy;

import java.util.OptionalLong;

/**
 * What a search for an id of another CRM found.
 *
 * @param legacyId the id there
 * @param id the Bitrix24 id; empty when there is none, or more than one
 * @param problem why it is empty; blank when it is not
 */
public record FoundId(String legacyId, OptionalLong id, String problem) {

  /** Found. */
  public static FoundId of(String legacyId, long id) {
    return new FoundId(legacyId, OptionalLong.of(id), "");
  }

  /** Not found, or found more than once. */
  public static FoundId problem(String legacyId, String problem) {
    return new FoundId(legacyId, OptionalLong.empty(), problem);
  }
}
