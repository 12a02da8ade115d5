package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.OBSERVED_DEAL;
import static org.jooq.impl.DSL.cardinality;

import io.dealsync.link.LinkImage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;

/** A portal as it last answered, from the database alone. */
public final class LastSeen {

  private static final String READ = "read";

  private final DSLContext jooq;
  private final String portal;

  LastSeen(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /** Some deals that had contacts, those with the largest ids. */
  public Map<Long, LinkImage> some(int most) {
    return jooq.select(
            OBSERVED_DEAL.DEAL_ID,
            OBSERVED_DEAL.CONTACTS,
            OBSERVED_DEAL.SORTS,
            OBSERVED_DEAL.PRIMARIES)
        .from(OBSERVED_DEAL)
        .where(OBSERVED_DEAL.PORTAL.eq(portal))
        .and(OBSERVED_DEAL.STATE.eq(READ))
        .and(cardinality(OBSERVED_DEAL.CONTACTS).gt(0))
        .orderBy(OBSERVED_DEAL.DEAL_ID.desc())
        .limit(most)
        .fetchMap(
            row -> row.value1(), row -> Images.image(row.value2(), row.value3(), row.value4()));
  }

  /**
   * The rows of deals, damage included; empty for a deal that was missing or not to be seen. Deals
   * that were never read are not among them.
   *
   * @param after only deals with a larger id
   * @param upTo and no deal with a larger id
   */
  public Map<Long, Optional<LinkImage>> deals(long after, long upTo) {
    Map<Long, Optional<LinkImage>> deals = new TreeMap<>();
    jooq.select(
            OBSERVED_DEAL.DEAL_ID,
            OBSERVED_DEAL.STATE,
            OBSERVED_DEAL.CONTACTS,
            OBSERVED_DEAL.SORTS,
            OBSERVED_DEAL.PRIMARIES)
        .from(OBSERVED_DEAL)
        .where(OBSERVED_DEAL.PORTAL.eq(portal))
        .and(OBSERVED_DEAL.DEAL_ID.gt(after))
        .and(OBSERVED_DEAL.DEAL_ID.le(upTo))
        .forEach(
            row ->
                deals.put(
                    row.value1(),
                    row.value2().equals(READ)
                        ? Optional.of(Images.image(row.value3(), row.value4(), row.value5()))
                        : Optional.empty()));
    return deals;
  }
}
