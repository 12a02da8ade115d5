package io.dealsync.db;

import static org.jooq.impl.DSL.val;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * The deals that someone's open transaction is taking out or deciding about. A run leaves them as
 * they are: waiting for a commit could take for ever.
 */
final class BusyDeals {

  /**
   * Locks what is free until commit, and names the rest. A deal that was taken out since it was
   * read is nobody's any more: nothing is recorded that would be taken for true when it comes back.
   */
  private static final String BUSY =
      """
      WITH asked AS MATERIALIZED (SELECT deal_id FROM unnest({1}) AS each (deal_id)),
      free_deal AS MATERIALIZED (
        SELECT d.deal_id FROM dealsync.deal AS d JOIN asked USING (deal_id) WHERE d.portal = {0}
        ORDER BY d.deal_id FOR KEY SHARE OF d SKIP LOCKED),
      free_base AS MATERIALIZED (
        SELECT b.deal_id FROM dealsync.base_deal AS b JOIN asked USING (deal_id) WHERE b.portal = {0}
        ORDER BY b.deal_id FOR NO KEY UPDATE OF b SKIP LOCKED),
      free_hold AS MATERIALIZED (
        SELECT h.deal_id FROM dealsync.hold AS h JOIN asked USING (deal_id) WHERE h.portal = {0}
        ORDER BY h.deal_id FOR UPDATE OF h SKIP LOCKED),
      free_streak AS MATERIALIZED (
        SELECT f.deal_id FROM dealsync.failure_streak AS f JOIN asked USING (deal_id) WHERE f.portal = {0}
        ORDER BY f.deal_id FOR UPDATE OF f SKIP LOCKED),
      free_seen AS MATERIALIZED (
        SELECT o.deal_id FROM dealsync.observed_deal AS o JOIN asked USING (deal_id) WHERE o.portal = {0}
        ORDER BY o.deal_id FOR NO KEY UPDATE OF o SKIP LOCKED)
      SELECT d.deal_id FROM dealsync.deal AS d JOIN asked USING (deal_id)
      WHERE d.portal = {0} AND d.deal_id NOT IN (SELECT deal_id FROM free_deal)
      UNION ALL
      SELECT b.deal_id FROM dealsync.base_deal AS b JOIN asked USING (deal_id)
      WHERE b.portal = {0} AND b.deal_id NOT IN (SELECT deal_id FROM free_base)
      UNION ALL
      SELECT h.deal_id FROM dealsync.hold AS h JOIN asked USING (deal_id)
      WHERE h.portal = {0} AND h.deal_id NOT IN (SELECT deal_id FROM free_hold)
      UNION ALL
      SELECT f.deal_id FROM dealsync.failure_streak AS f JOIN asked USING (deal_id)
      WHERE f.portal = {0} AND f.deal_id NOT IN (SELECT deal_id FROM free_streak)
      UNION ALL
      SELECT o.deal_id FROM dealsync.observed_deal AS o JOIN asked USING (deal_id)
      WHERE o.portal = {0} AND o.deal_id NOT IN (SELECT deal_id FROM free_seen)
      UNION ALL
      SELECT asked.deal_id FROM asked
      WHERE NOT EXISTS (SELECT FROM dealsync.deal AS d WHERE (d.portal, d.deal_id) = ({0}, asked.deal_id))
        AND EXISTS (SELECT FROM dealsync.deal_edit AS line
                    WHERE (line.portal, line.deal_id) = ({0}, asked.deal_id) AND line.new_mode IS NULL)\
      """;

  private final DSLContext jooq;
  private final String portal;

  BusyDeals(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /** Those that a run may decide about; they stay locked until commit. */
  <T> List<T> free(List<T> all, ToLongFunction<T> deal) {
    if (all.isEmpty()) {
      return all;
    }
    Set<Long> busy = among(all.stream().map(deal::applyAsLong).toList());
    return busy.isEmpty()
        ? all
        : all.stream().filter(each -> !busy.contains(deal.applyAsLong(each))).toList();
  }

  private Set<Long> among(Collection<Long> deals) {
    Field<Long[]> asked = val(deals.toArray(Long[]::new));
    return Set.copyOf(
        jooq.resultQuery(BUSY, val(portal), asked).fetch(0, Long.class).stream()
            .distinct()
            .toList());
  }
}
