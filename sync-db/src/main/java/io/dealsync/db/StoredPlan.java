package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.BASE_DEAL;
import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.RUN;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.plan.Change;
import io.dealsync.plan.PlanTotals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** A run's planned changes: the next ones to apply, and those that people have taken out. */
final class StoredPlan {

  private static final Condition PLANNED = CHANGE.STATUS.eq(inline(ChangeStatus.PLANNED.word()));
  private static final Condition WANTED = CHANGE.VERDICT.eq(inline("apply"));

  /** What an undo leaves alone because it was changed since. */
  static final Condition PASSED_OVER = CHANGE.ACTION.eq(inline("leave"));

  /** What a pull took in before its plan: it counts as in sync there. */
  static final Condition TAKEN_IN = CHANGE.ACTION.eq(inline("manage"));

  /** Whoever undoes a run wants every deal back that is not paused. */
  private static final Condition UNDOES =
      exists(
          selectOne()
              .from(RUN)
              .where(RUN.RUN_ID.eq(CHANGE.RUN_ID))
              .and(RUN.ORIGIN_RUN.isNotNull()));

  /** No later run has brought both sides to agree since: this change would undo that. */
  private static final Condition LATEST =
      notExists(
          selectOne()
              .from(BASE_DEAL)
              .where(BASE_DEAL.PORTAL.eq(CHANGE.PORTAL))
              .and(BASE_DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
              .and(BASE_DEAL.RUN_ID.gt(CHANGE.RUN_ID)));

  /** Links are only added to a mirrored deal that both sides never agreed on. */
  private static final Condition ADDS_FIRST =
      CHANGE
          .MODE
          .eq(inline(Mode.ADD_ONLY.code()))
          .and(DEAL.MODE.eq(inline(Mode.MIRROR.code())))
          .and(
              notExists(
                  selectOne()
                      .from(BASE_DEAL)
                      .where(BASE_DEAL.PORTAL.eq(DEAL.PORTAL))
                      .and(BASE_DEAL.DEAL_ID.eq(DEAL.DEAL_ID))));

  /** A planned change after which its deal still differs. */
  static final Condition LEAVES_A_REST =
      PLANNED.and(
          exists(
              selectOne()
                  .from(DEAL)
                  .where(DEAL.PORTAL.eq(CHANGE.PORTAL))
                  .and(DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
                  .and(ADDS_FIRST)));

  private static final Condition ACTIVE = DEAL.MODE.ne(inline(Mode.PAUSED.code()));

  /** The deal is managed still, and not paused. */
  private static final Condition APPLICABLE =
      LATEST.and(
          exists(
              selectOne()
                  .from(DEAL)
                  .where(DEAL.PORTAL.eq(CHANGE.PORTAL))
                  .and(DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
                  .and(ACTIVE)));

  /**
   * Both sides have agreed on something since the plan, but for what the change itself has made.
   */
  private static final Condition AGREED_SINCE =
      exists(
          selectOne()
              .from(BASE_DEAL)
              .where(BASE_DEAL.PORTAL.eq(CHANGE.PORTAL))
              .and(BASE_DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
              .and(BASE_DEAL.RUN_ID.gt(CHANGE.RUN_ID).or(BASE_DEAL.AGREED_AT.gt(CHANGE.PLANNED_AT)))
              .and(
                  BASE_DEAL
                      .RUN_ID
                      .isDistinctFrom(CHANGE.RUN_ID)
                      .or(CHANGE.ATTEMPTS.eq(inline(0)))));

  /** What people want of the deal is what it was when the change was planned. */
  private static final Condition SAME_EDIT = DEAL.EDIT_MARK.isNotDistinctFrom(CHANGE.EDIT_MARK);

  /** An undo is about what a run did, whatever was edited before it was planned. */
  private static final Condition UNEDITED =
      SAME_EDIT.or(UNDOES.and(CHANGE.ADOPT_TO.isNull()).and(DEAL.EDITED_AT.le(CHANGE.PLANNED_AT)));

  /**
   * Whether a change, joined with its deal, is still one of the deal as it is: managed, not paused,
   * unedited since the plan, and without an agreement since.
   */
  static final Condition STANDS = ACTIVE.and(UNEDITED).and(not(AGREED_SINCE));

  /**
   * The same, under the mode and the policy that the change was planned for; what a pull wants the
   * mirror to learn goes by neither.
   */
  static Condition standsUnder(Policy byDefault) {
    Condition sameTreatment =
        DEAL.MODE
            .eq(CHANGE.MODE)
            .or(ADDS_FIRST)
            .and(coalesce(DEAL.POLICY, inline(byDefault.code())).eq(CHANGE.POLICY));
    return STANDS.and(UNDOES.or(CHANGE.METHOD.isNull()).or(sameTreatment));
  }

  /** What people read of a change that does not fit the mirror any more. */
  static final String EDITED =
      "Not sent: the mirror was edited since the plan. The next run carries the edit.";

  private final DSLContext jooq;
  private final long run;

  StoredPlan(DSLContext jooq, long run) {
    this.jooq = jooq;
    this.run = run;
  }

  List<Change> pending(long after, int limit) {
    return jooq.select(ChangeRows.STORED)
        .from(CHANGE)
        .where(CHANGE.RUN_ID.eq(run))
        .and(CHANGE.DEAL_ID.gt(after))
        .and(PLANNED)
        .and(WANTED)
        .andNot(CHANGE.WAITS)
        .and(APPLICABLE)
        .orderBy(CHANGE.DEAL_ID)
        .limit(limit)
        .fetch(ChangeRows::change);
  }

  /** Ends planned changes that will not be applied. */
  void skipInapplicable() {
    endEdited();
    skip(not(WANTED).or(not(APPLICABLE)));
  }

  /** Of those that people have edited since, the next run makes something else. */
  private void endEdited() {
    jooq.update(CHANGE)
        .set(CHANGE.STATUS, ChangeStatus.EDITED.word())
        .set(CHANGE.REASON, EDITED)
        .set(CHANGE.SETTLED_AT, Sql.NOW)
        .from(DEAL)
        .where(CHANGE.RUN_ID.eq(run))
        .and(DEAL.PORTAL.eq(CHANGE.PORTAL))
        .and(DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
        .and(PLANNED)
        .and(WANTED)
        .and(ACTIVE)
        .and(DEAL.EDIT_MARK.isNotNull())
        .and(not(UNEDITED))
        .execute();
  }

  /** Ends whatever is still planned. */
  void skipTheRest() {
    skip(DSL.noCondition());
  }

  private void skip(Condition which) {
    jooq.update(CHANGE)
        .set(CHANGE.STATUS, ChangeStatus.SKIPPED.word())
        .set(CHANGE.SETTLED_AT, Sql.NOW)
        .where(CHANGE.RUN_ID.eq(run))
        .and(PLANNED)
        .and(which)
        .execute();
  }

  /** The plan's numbers with its changes and holds counted again. */
  PlanTotals recounted() {
    Record stored = jooq.selectFrom(RUN).where(RUN.RUN_ID.eq(run)).fetchSingle();
    PlanTotals plan =
        RunRows.totals(stored)
            .orElseThrow(
                () ->
                    new IllegalStateException("The plan of run %d is not complete".formatted(run)));
    Field<Integer> verified =
        count()
            .filterWhere(CHANGE.STATUS.eq(ChangeStatus.VERIFIED.word()), TAKEN_IN.not())
            .as(ChangeStatus.VERIFIED.word());
    Field<Integer> changes = counted(ChangeStatus.PLANNED);
    Field<Integer> held =
        count()
            .filterWhere(CHANGE.STATUS.eq(ChangeStatus.HELD.word()).or(PASSED_OVER))
            .as(ChangeStatus.HELD.word());
    Field<Integer> failed = counted(ChangeStatus.FAILED);
    Field<Integer> emptied = count().filterWhere(PLANNED.and(CHANGE.EMPTIED));
    Field<BigDecimal> added = planned(CHANGE.ADDED);
    Field<BigDecimal> removed = planned(CHANGE.REMOVED);
    Record now =
        jooq.select(verified, changes, held, failed, emptied, added, removed)
            .from(CHANGE)
            .where(CHANGE.RUN_ID.eq(run))
            .fetchSingle();
    return new PlanTotals(
        DealCounts.of(jooq, stored.get(RUN.PORTAL), run),
        plan.considered(),
        plan.inSync() + now.get(verified),
        now.get(changes),
        now.get(held) + plan.heldEdits(),
        now.get(failed),
        now.get(emptied),
        Objects.requireNonNull(now.get(added)).longValueExact(),
        Objects.requireNonNull(now.get(removed)).longValueExact(),
        plan.desiredLinks(),
        plan.observedLinks(),
        plan.baseLinks(),
        plan.lostLinks(),
        plan.everything(),
        plan.parked(),
        plan.heldEdits());
  }

  private static Field<Integer> counted(ChangeStatus status) {
    return count().filterWhere(CHANGE.STATUS.eq(status.word())).as(status.word());
  }

  private static Field<BigDecimal> planned(Field<Integer> links) {
    return coalesce(sum(links).filterWhere(PLANNED), BigDecimal.ZERO).as(links.getName());
  }
}
