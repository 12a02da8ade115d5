package io.dealsync.db.load;

import java.util.List;
import java.util.Optional;

/**
 * What a load is asked for.
 *
 * @param portal whose desired links are replaced
 * @param absent what becomes of deals that the source does not have: {@code release}, {@code clear}
 *     or {@code keep}; empty for what the last load of the feed did
 * @param allow what the guard lets pass this once, in the words of its refusals
 * @param feed the name by which the next load remembers this one; empty for the source's own
 */
public record LoadRequest(
    String portal, Optional<String> absent, List<String> allow, Optional<String> feed) {

  public LoadRequest {
    allow = List.copyOf(allow);
  }
}
