package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.DEAL;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.dealsync.desired.Mode;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.Intents;
import io.dealsync.plan.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Intents on their way into the rows of a run, in the caller's transaction. */
final class IntentRows {

  private static final Condition FIRST = CHANGE.STATUS.eq(ChangeStatus.PLANNED.word());
  private static final Condition OPEN =
      FIRST.or(CHANGE.STATUS.eq(ChangeStatus.SENT.word())).and(CHANGE.VERDICT.eq("apply"));

  private final DSLContext jooq;
  private final long run;
  private final Condition stands;

  /**
   * @param stands whether a change, joined with its deal, may still be sent
   */
  IntentRows(DSLContext jooq, long run, Condition stands) {
    this.jooq = jooq;
    this.run = run;
    this.stands = stands;
  }

  Intents commit(List<Change> changes) {
    Set<Long> committed = committed(changes);
    List<Change> left =
        changes.stream().filter(change -> !committed.contains(change.deal())).toList();
    return new Intents(
        changes.stream().filter(change -> committed.contains(change.deal())).toList(),
        left.isEmpty() ? List.of() : edited(left, changes.size()));
  }

  /**
   * A further attempt may carry another call, but the before-image stays that of the first: an undo
   * has to restore what was there before anything was sent. The deals are locked until commit, so
   * that no edit comes between the look and the intent; those that someone else has locked are
   * being edited, and waiting for their commit could take for ever.
   */
  private Set<Long> committed(List<Change> changes) {
    ChangeRows rows = new ChangeRows("intended", changes);
    Field<Long> standing = field(name("standing", "deal_id"), Long.class);
    var locked =
        name("standing")
            .as(
                select(DEAL.DEAL_ID)
                    .from(CHANGE)
                    .join(DEAL)
                    .on(DEAL.PORTAL.eq(CHANGE.PORTAL), DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
                    .where(CHANGE.RUN_ID.eq(run))
                    .and(CHANGE.DEAL_ID.eq(any(ids(changes))))
                    .and(OPEN)
                    .and(stands)
                    .orderBy(DEAL.DEAL_ID)
                    .forNoKeyUpdate()
                    .of(DEAL)
                    .skipLocked());
    return jooq.with(locked)
        .update(CHANGE)
        .set(rows.decision())
        .set(CHANGE.BEFORE, when(FIRST, rows.before).otherwise(CHANGE.BEFORE))
        .set(CHANGE.STATUS, ChangeStatus.SENT.word())
        .set(CHANGE.ATTEMPTS, CHANGE.ATTEMPTS.plus(1))
        .set(CHANGE.SENT_AT, Sql.NOW)
        .set(CHANGE.ERROR, "")
        .from(rows.table(), locked)
        .where(CHANGE.RUN_ID.eq(run), CHANGE.DEAL_ID.eq(rows.deal))
        .and(standing.eq(rows.deal))
        .returningResult(CHANGE.DEAL_ID)
        .fetchSet(CHANGE.DEAL_ID);
  }

  private static Long[] ids(List<Change> changes) {
    return changes.stream().map(Change::deal).toArray(Long[]::new);
  }

  private List<Intents.Edited> edited(List<Change> left, int all) {
    Field<Boolean> standsStill = DSL.field(stands).as("stands");
    Map<Long, Record> deals =
        jooq.select(CHANGE.DEAL_ID, DEAL.MODE, standsStill)
            .from(CHANGE)
            .leftJoin(DEAL)
            .on(DEAL.PORTAL.eq(CHANGE.PORTAL), DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
            .where(CHANGE.RUN_ID.eq(run))
            .and(CHANGE.DEAL_ID.eq(any(ids(left))))
            .and(OPEN)
            .fetchMap(CHANGE.DEAL_ID, row -> row);
    if (deals.size() != left.size()) {
      throw new IllegalStateException(
          "Run %d may send %d of these %d changes only; none of them was sent"
              .formatted(run, all - left.size() + deals.size(), all));
    }
    List<Intents.Edited> edited = new ArrayList<>(left.size());
    for (Change change : left) {
      Record deal = Objects.requireNonNull(deals.get(change.deal()));
      edited.add(new Intents.Edited(change, words(deal.get(DEAL.MODE), deal.get(standsStill))));
    }
    return edited;
  }

  private static String words(@Nullable String mode, @Nullable Boolean standsStill) {
    if (mode == null) {
      return "Not sent: the deal was taken out of the mirror since the plan.";
    }
    if (mode.equals(Mode.PAUSED.code())) {
      return "Not sent: the deal was paused since the plan.";
    }
    return Boolean.TRUE.equals(standsStill)
        ? "Not sent: someone is editing the deal in the mirror. The next run carries what it comes"
            + " to."
        : StoredPlan.EDITED;
  }
}
