package io.dealsync.bitrix;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The cheap look at many deals: 2,500 in one request. Recurring templates are left out. A deal that
 * is not listed is missing, denied, a template, or hidden by a fault of the portal; only the deal
 * itself can tell.
 *
 * <p>Every method throws {@link ListRefusedException} when the portal does not let the user list
 * deals, and {@link io.dealsync.portal.PortalFailure} when the run cannot go on.
 */
public interface DealScan {

  /** Those of the given deals that are listed, by id. */
  Map<Long, DealContacts> byIds(Collection<Long> deals);

  /**
   * Goes through all deals within a range of ids.
   *
   * @param first the smallest id
   * @param last the largest id
   * @param sink gets them in the order of their ids, some thousands at a time
   */
  void inRange(long first, long last, Consumer<List<DealContacts>> sink);

  /** The largest id of a deal; empty when no deal is listed. */
  OptionalLong highest();
}
