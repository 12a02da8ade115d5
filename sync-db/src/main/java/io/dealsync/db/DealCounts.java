package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.BASE_DEAL;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.RUN;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.SQLDataType.BIGINT;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mode;
import io.dealsync.journal.RunState;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record4;

/** How many deals of a portal are managed, and were at the latest run that counted some. */
final class DealCounts {

  /** Nothing was managed, and a person said that this is right. */
  private static final Condition ALLOWED_TO_BE_NONE =
      RUN.STATE
          .eq(inline(RunState.DONE.word()))
          .and(condition("jsonb_exists({0}, 'empty-desired')", RUN.ALLOWANCES));

  private DealCounts() {}

  static ManagedDeals of(DSLContext jooq, String portal) {
    return of(jooq, portal, Long.MAX_VALUE);
  }

  /**
   * As they are now.
   *
   * @param run the run that counts; it does not look at itself for what was before
   */
  static ManagedDeals of(DSLContext jooq, String portal, long run) {
    Field<Integer> paused = count().filterWhere(DEAL.MODE.eq(inline(Mode.PAUSED.code())));
    Field<Integer> addOnly = count().filterWhere(DEAL.MODE.eq(inline(Mode.ADD_ONLY.code())));
    Record4<Integer, Integer, Integer, Long> now =
        jooq.select(count(), paused, addOnly, before(portal, run))
            .from(DEAL)
            .where(DEAL.PORTAL.eq(portal))
            .fetchSingle();
    return new ManagedDeals(now.value1(), now.value2(), now.value3(), now.value4());
  }

  /** The bases are counted only when no run has counted deals. */
  private static Field<Long> before(String portal, long run) {
    Field<Long> byRun =
        field(
            select(RUN.MANAGED)
                .from(RUN)
                .where(RUN.PORTAL.eq(portal))
                .and(RUN.RUN_ID.lt(run))
                .and(
                    RUN.MANAGED
                        .gt(inline(0L))
                        .or(RUN.MANAGED.eq(inline(0L)).and(ALLOWED_TO_BE_NONE)))
                .orderBy(RUN.RUN_ID.desc())
                .limit(1));
    Field<Integer> byBases =
        field(selectCount().from(BASE_DEAL).where(BASE_DEAL.PORTAL.eq(portal)));
    return coalesce(byRun, byBases.cast(BIGINT));
  }
}
