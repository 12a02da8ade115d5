package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.DEAL_EDIT;
import static io.dealsync.db.jooq.Tables.EDIT;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.LINK_EDIT;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.dealsync.decide.HoldReason;
import io.dealsync.guard.EditGroup;
import io.dealsync.guard.RefusedEdits;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.HeldDeal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** A run's planned changes by the transactions of the edits that they carry out. */
final class GroupedEdits {

  private static final int PAGE = 2500;

  private static final Condition PLANNED =
      CHANGE
          .STATUS
          .eq(inline(ChangeStatus.PLANNED.word()))
          .and(CHANGE.VERDICT.eq(inline("apply")))
          .and(CHANGE.EDIT_TXID.isNotNull());

  /** The edit was refused by an earlier run, or by this one before it was taken up again. */
  private static final Condition WAITS_ALREADY =
      exists(
          selectOne()
              .from(HOLD)
              .where(HOLD.PORTAL.eq(CHANGE.PORTAL), HOLD.DEAL_ID.eq(CHANGE.DEAL_ID))
              .and(HOLD.REASON.eq(inline(HoldReason.GUARD.code())))
              .and(HOLD.EDIT_MARK.eq(CHANGE.EDIT_MARK)));

  private final DSLContext jooq;
  private final long run;

  GroupedEdits(DSLContext jooq, long run) {
    this.jooq = jooq;
    this.run = run;
  }

  /** The transaction of the latest edit of a deal that carries a mark. */
  static Field<Long> transaction(String portal, Field<Long> deal, Field<Long> mark) {
    Field<Long> ofLinks =
        field(
            select(max(LINK_EDIT.EDIT_ID))
                .from(LINK_EDIT)
                .where(LINK_EDIT.PORTAL.eq(portal), LINK_EDIT.DEAL_ID.eq(deal)));
    Field<Long> ofDeal =
        field(
            select(max(DEAL_EDIT.EDIT_ID))
                .from(DEAL_EDIT)
                .where(DEAL_EDIT.PORTAL.eq(portal), DEAL_EDIT.DEAL_ID.eq(deal)));
    return when(
        mark.isNotNull(),
        field(select(EDIT.TXID).from(EDIT).where(EDIT.EDIT_ID.eq(greatest(ofLinks, ofDeal)))));
  }

  List<EditGroup> all() {
    Field<Integer> emptied = count().filterWhere(CHANGE.EMPTIED);
    Field<BigDecimal> removed = coalesce(sum(CHANGE.REMOVED), BigDecimal.ZERO);
    return jooq.select(CHANGE.EDIT_TXID, count(), emptied, removed, boolOr(WAITS_ALREADY))
        .from(CHANGE)
        .where(CHANGE.RUN_ID.eq(run))
        .and(PLANNED)
        .groupBy(CHANGE.EDIT_TXID)
        .orderBy(CHANGE.EDIT_TXID)
        .fetch(
            row ->
                new EditGroup(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4().longValueExact(),
                    row.value5()));
  }

  /** Keeps the changes of these groups back. */
  void setAside(List<EditGroup> groups) {
    jooq.update(CHANGE)
        .set(CHANGE.WAITS, true)
        .where(CHANGE.RUN_ID.eq(run))
        .and(PLANNED)
        .and(isOf(groups))
        .execute();
  }

  private static Condition isOf(List<EditGroup> groups) {
    return CHANGE.EDIT_TXID.eq(
        any(groups.stream().map(EditGroup::transaction).toArray(Long[]::new)));
  }

  /** What waited is part of the plan again. */
  void takeIn() {
    jooq.update(CHANGE)
        .set(CHANGE.WAITS, false)
        .where(CHANGE.RUN_ID.eq(run))
        .and(CHANGE.WAITS)
        .execute();
  }

  /** Gives the deals of refused edits as held ones, some thousands at a time. */
  void hold(RefusedEdits refused, Consumer<List<HeldDeal>> page) {
    Map<Long, String> why =
        refused.groups().stream()
            .collect(Collectors.toMap(EditGroup::transaction, group -> refused.words(group, run)));
    long after = 0;
    List<HeldDeal> holds;
    do {
      holds =
          jooq.select(CHANGE.DEAL_ID, CHANGE.EDIT_MARK, CHANGE.EDIT_TXID)
              .from(CHANGE)
              .where(CHANGE.RUN_ID.eq(run))
              .and(CHANGE.DEAL_ID.gt(after))
              .and(PLANNED)
              .and(isOf(refused.groups()))
              .orderBy(CHANGE.DEAL_ID)
              .limit(PAGE)
              .fetch(
                  row ->
                      new HeldDeal(
                          row.value1(),
                          HoldReason.GUARD,
                          Objects.requireNonNull(why.get(row.value3())),
                          Sql.optional(row.value2())));
      if (!holds.isEmpty()) {
        page.accept(holds);
        after = holds.get(holds.size() - 1).deal();
      }
    } while (holds.size() == PAGE);
  }
}
