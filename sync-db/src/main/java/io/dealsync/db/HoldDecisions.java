package io.dealsync.db;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.CLOB;

import org.jooq.DSLContext;

/** What people decide about deals of one portal that were left alone. */
public final class HoldDecisions {

  private final DSLContext jooq;
  private final String portal;

  HoldDecisions(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /**
   * Settles a deal that both sides changed.
   *
   * @param take {@code desired}, {@code portal} or {@code merge}
   * @return what happens next, in a sentence
   * @throws DatabaseException when the deal is not managed or was never read
   */
  public String settleConflict(long deal, String take) {
    return String.valueOf(
        jooq.select(
                field(
                    "dealsync.settle_conflict({0}, {1}, {2})",
                    CLOB, val(deal), val(take), val(portal)))
            .fetchSingle()
            .value1());
  }

  /** Lets the next run try a parked deal again; false when there was nothing to release. */
  public boolean release(long deal) {
    return jooq.select(field("dealsync.release_deal({0}, {1})", BOOLEAN, val(deal), val(portal)))
        .fetchSingle()
        .value1();
  }

  /** Takes note of a hold; false when the deal is not held. */
  public boolean acknowledge(long deal, String note) {
    return jooq.select(
            field(
                "dealsync.acknowledge_hold({0}, {1}, {2})",
                BOOLEAN, val(deal), val(note.isBlank() ? null : note, CLOB), val(portal)))
        .fetchSingle()
        .value1();
  }
}
