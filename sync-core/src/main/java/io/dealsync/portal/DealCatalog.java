package io.dealsync.portal;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The portal's deals as someone finds them who does not know their ids. Port; implemented by the
 * Bitrix24 client ({@code crm.item.list}, contract 6). Recurring templates are left out.
 *
 * <p>Every method throws {@link PortalFailure} when the portal does not let us list deals.
 */
public interface DealCatalog {

  /** The largest id of a deal; empty when no deal is listed. */
  OptionalLong highest();

  /**
   * Goes through the ids of the deals that meet all conditions, in ascending order.
   *
   * @param after the last deal id seen, 0 to begin
   * @param last the largest id to look for
   * @param sink gets some thousands at a time, none when a stretch has none, and says whether to go
   *     on
   */
  void search(List<DealCondition> conditions, long after, long last, Predicate<List<Long>> sink);
}
