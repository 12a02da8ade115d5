package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.RUN;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.sum;

import io.dealsync.desired.Selection;
import io.dealsync.journal.PortalFigures;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** Adds up what all runs of one portal have done. */
final class Figures {

  private static final Field<BigDecimal> REQUESTS = sum(RUN.REQUESTS);
  private static final Field<BigDecimal> REJECTED = sum(RUN.REJECTED);
  private static final Field<BigDecimal> WRITES = sum(RUN.WRITES);
  private static final Field<BigDecimal> VERIFIED = sum(RUN.VERIFIED);
  private static final Field<BigDecimal> FAILED = sum(RUN.FAILED);
  private static final Field<BigDecimal> TOOK = sum(RUN.DURATION_MS);

  private final DSLContext jooq;
  private final String portal;

  Figures(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  PortalFigures all() {
    Field<Integer> runs = count();
    var rows =
        jooq.select(RUN.OUTCOME, runs, REQUESTS, REJECTED, WRITES, VERIFIED, FAILED, TOOK)
            .from(RUN)
            .where(RUN.PORTAL.eq(portal))
            .and(RUN.FINISHED_AT.isNotNull())
            .groupBy(RUN.OUTCOME)
            .fetch();
    Map<String, Long> outcomes = new TreeMap<>();
    rows.forEach(row -> outcomes.put(row.get(RUN.OUTCOME), row.get(runs).longValue()));
    return new PortalFigures(
        outcomes,
        total(rows, REQUESTS),
        total(rows, REJECTED),
        total(rows, WRITES),
        total(rows, VERIFIED),
        total(rows, FAILED),
        Duration.ofMillis(total(rows, TOOK)),
        oldestEdit());
  }

  private static long total(Iterable<? extends Record> rows, Field<BigDecimal> field) {
    long total = 0;
    for (Record row : rows) {
      BigDecimal value = row.get(field);
      total += value == null ? 0 : value.longValueExact();
    }
    return total;
  }

  private Optional<Instant> oldestEdit() {
    return Optional.ofNullable(
        jooq.select(min(DEAL.EDITED_AT))
            .from(DEAL)
            .where(DEAL.PORTAL.eq(portal))
            .and(MirrorTables.ACTIVE)
            .and(MirrorTables.condition(new Selection.Edited()))
            .fetchSingle()
            .value1());
  }
}
