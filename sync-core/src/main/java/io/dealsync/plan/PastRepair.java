package io.dealsync.plan;

import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that put a deal right on the portal, and perhaps carried an edit of the mirror.
 *
 * @param at when it was verified
 * @param edited whether the deal carried an edit
 * @param agreed what both sides had agreed on before
 */
public record PastRepair(
    long deal,
    Instant at,
    LinkImage before,
    LinkSet target,
    boolean edited,
    Optional<LinkSet> agreed) {

  /**
   * Whether people wanted something else from then on. Rows that a load deletes and inserts again
   * are an edit that changes nothing.
   */
  boolean carriedNews() {
    return edited && agreed.filter(target::sameOrder).isEmpty();
  }
}
