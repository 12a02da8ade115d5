package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.LOSS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Losses;
import io.dealsync.journal.ChangeStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/**
 * The rows of the view {@code loss} added up: one statement, which finds them in two partial
 * indexes, however many changes there are.
 */
final class LossRows {

  private final DSLContext jooq;
  private final String portal;
  private final long run;

  LossRows(DSLContext jooq, String portal, long run) {
    this.jooq = jooq;
    this.portal = portal;
    this.run = run;
  }

  GuardWindow window(Duration span) {
    Sums onPortal = new Sums(LOSS.ON_PORTAL);
    Sums inMirror = new Sums(LOSS.IN_MIRROR);
    Field<Instant> since =
        field(
            "clock_timestamp() - {0} * interval '1 second'",
            SQLDataType.INSTANT, inline(span.toSeconds()));
    Record counted =
        jooq.select(onPortal.fields())
            .select(inMirror.fields())
            .from(LOSS)
            .where(LOSS.PORTAL.eq(portal))
            .and(LOSS.AT.gt(since))
            .and(LOSS.EMPTIED.isTrue().or(LOSS.REMOVED.gt(inline(0))))
            .fetchSingle();
    return new GuardWindow(span, onPortal.losses(counted), inMirror.losses(counted));
  }

  /** The sums over the losses of one side. */
  private final class Sums {

    private final Field<Integer> emptied;
    private final Field<BigDecimal> removed;
    private final Field<Long> first;
    private final Field<Long> last;
    private final Field<Instant> at;

    Sums(Field<Boolean> side) {
      Condition here = condition(side).and(isNotOwnPlan());
      Condition empties = here.and(LOSS.EMPTIED).and(isNotEmptiedByOwnPlan());
      emptied = countDistinct(LOSS.DEAL_ID).filterWhere(empties);
      removed = coalesce(sum(LOSS.REMOVED).filterWhere(here), BigDecimal.ZERO);
      Condition counts = empties.or(here.and(LOSS.REMOVED.gt(inline(0))));
      first = min(LOSS.RUN_ID).filterWhere(counts);
      last = max(LOSS.RUN_ID).filterWhere(counts);
      at = min(LOSS.AT).filterWhere(counts);
    }

    Field<?>[] fields() {
      return new Field<?>[] {emptied, removed, first, last, at};
    }

    Losses losses(Record counted) {
      return new Losses(
          counted.get(emptied),
          counted.get(removed).longValueExact(),
          Optional.ofNullable(counted.get(first))
              .map(run -> new Losses.Runs(run, counted.get(last), counted.get(at))));
    }
  }

  private static Condition condition(Field<Boolean> side) {
    return org.jooq.impl.DSL.condition(side);
  }

  /** What this run plans is counted by its plan. */
  private Condition isNotOwnPlan() {
    return LOSS.RUN_ID.ne(run).or(LOSS.PENDING.isFalse());
  }

  /** A deal counts once. */
  private Condition isNotEmptiedByOwnPlan() {
    return notExists(
        selectOne()
            .from(CHANGE)
            .where(CHANGE.RUN_ID.eq(run))
            .and(CHANGE.DEAL_ID.eq(LOSS.DEAL_ID))
            .and(CHANGE.EMPTIED)
            .and(CHANGE.STATUS.eq(inline(ChangeStatus.PLANNED.word()))));
  }
}
