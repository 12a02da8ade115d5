package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.BASE_DEAL;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.FAILURE_STREAK;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.OBSERVED_DEAL;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INSTANT;
import static org.jooq.impl.SQLDataType.INTEGER;

import io.dealsync.decide.HoldReason;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Rebase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

/**
 * What is known of a portal's deals beyond any one run: the last observation, the base, the edit
 * marks, the holds and the failures in a row. A deal that someone is just deciding about keeps all
 * of it: the next run looks again.
 */
final class DealStateTables {

  private final DSLContext jooq;
  private final String portal;
  private final long run;
  private final BusyDeals busy;

  DealStateTables(DSLContext jooq, String portal, long run) {
    this.jooq = jooq;
    this.portal = portal;
    this.run = run;
    this.busy = new BusyDeals(jooq, portal);
  }

  /** An observation as the table has it. */
  private record Seen(long deal, String state, String detail, LinkImage image, Observation from) {

    /** An answer that could not be understood says nothing; what was seen before stays. */
    static Stream<Seen> of(DealObservation observed) {
      return switch (observed.observation()) {
        case Observation.Present present ->
            Stream.of(new Seen(observed.deal(), "read", "", present.image(), present));
        case Observation.Missing missing ->
            Stream.of(new Seen(observed.deal(), "missing", "", LinkImage.empty(), missing));
        case Observation.Denied denied ->
            Stream.of(
                new Seen(observed.deal(), "denied", denied.text(), LinkImage.empty(), denied));
        case Observation.Unreadable ignored -> Stream.empty();
      };
    }
  }

  /** One that someone has locked keeps what it says: the next reading is as good as this one. */
  void observed(List<DealObservation> observations) {
    ArrayRows<Seen> rows =
        new ArrayRows<>("seen", observations.stream().flatMap(Seen::of).toList());
    Field<Long> deal = rows.column("deal_id", BIGINT, Seen::deal);
    Field<Long> freeDeal = field(name("free", "deal_id"), BIGINT);
    var free =
        name("free")
            .asMaterialized(
                select(OBSERVED_DEAL.DEAL_ID)
                    .from(OBSERVED_DEAL)
                    .join(rows.table())
                    .on(OBSERVED_DEAL.PORTAL.eq(portal), OBSERVED_DEAL.DEAL_ID.eq(deal))
                    .orderBy(OBSERVED_DEAL.DEAL_ID)
                    .forNoKeyUpdate()
                    .of(OBSERVED_DEAL)
                    .skipLocked());
    Condition isLocked =
        exists(
                selectOne()
                    .from(OBSERVED_DEAL)
                    .where(OBSERVED_DEAL.PORTAL.eq(portal), OBSERVED_DEAL.DEAL_ID.eq(deal)))
            .and(deal.notIn(select(freeDeal).from(free)));
    jooq.with(free)
        .insertInto(
            OBSERVED_DEAL,
            OBSERVED_DEAL.PORTAL,
            OBSERVED_DEAL.DEAL_ID,
            OBSERVED_DEAL.STATE,
            OBSERVED_DEAL.DETAIL,
            OBSERVED_DEAL.CONTACTS,
            OBSERVED_DEAL.SORTS,
            OBSERVED_DEAL.PRIMARIES,
            OBSERVED_DEAL.READ_AT,
            OBSERVED_DEAL.RUN_ID)
        .select(
            jooq.select(
                    val(portal),
                    deal,
                    rows.column("state", CLOB, Seen::state),
                    rows.words("detail", Seen::detail),
                    rows.column("contacts", CLOB, seen -> Images.contacts(seen.image()))
                        .cast(BIGINT.array()),
                    rows.column("sorts", CLOB, seen -> Images.sorts(seen.image()))
                        .cast(INTEGER.array()),
                    rows.column("primaries", CLOB, seen -> Images.primaries(seen.image()))
                        .cast(BIGINT.array()),
                    rows.column("read_at", INSTANT, seen -> seen.from().at()),
                    val(run))
                .from(rows.table())
                .where(not(isLocked))
                .orderBy(deal))
        .onConflict(OBSERVED_DEAL.PORTAL, OBSERVED_DEAL.DEAL_ID)
        .doUpdate()
        .setAllToExcluded()
        .execute();
  }

  /**
   * Both sides agree on these images. They may come from the portal's list, which knows no SORT: an
   * earlier observation of the same contacts in the same order is the better one and stays.
   */
  void agreed(List<Agreement> agreements) {
    agree(
        agreements,
        row(OBSERVED_DEAL.STATE, OBSERVED_DEAL.CONTACTS, OBSERVED_DEAL.PRIMARIES)
            .isDistinctFrom(
                row(
                    excluded(OBSERVED_DEAL.STATE),
                    excluded(OBSERVED_DEAL.CONTACTS),
                    excluded(OBSERVED_DEAL.PRIMARIES))));
  }

  /** What was to be done to these deals was done, whether or not both sides agree now. */
  void succeeded(Collection<Long> deals) {
    jooq.deleteFrom(FAILURE_STREAK)
        .where(FAILURE_STREAK.PORTAL.eq(portal))
        .and(
            FAILURE_STREAK.DEAL_ID.in(
                free(FAILURE_STREAK.DEAL_ID.eq(any(deals.toArray(Long[]::new))))))
        .execute();
  }

  /** The streaks that nobody has locked; whoever has is about to end them. */
  private Select<Record1<Long>> free(Condition streaks) {
    return select(FAILURE_STREAK.DEAL_ID)
        .from(FAILURE_STREAK)
        .where(FAILURE_STREAK.PORTAL.eq(portal))
        .and(streaks)
        .orderBy(FAILURE_STREAK.DEAL_ID)
        .forUpdate()
        .skipLocked();
  }

  /** Both sides agree on these images, which were read back one by one. */
  void settled(List<Agreement> agreements) {
    agree(agreements, noCondition());
  }

  private void agree(List<Agreement> all, Condition observationIsNews) {
    List<Agreement> agreements = busy.free(all, Agreement::deal);
    if (agreements.isEmpty()) {
      return;
    }
    ArrayRows<Agreement> rows = new ArrayRows<>("agreed", agreements);
    Field<Long> deal = rows.column("deal_id", BIGINT, Agreement::deal);
    Field<Long> edit = rows.column("edit_mark", BIGINT, each -> Sql.nullable(each.edit()));
    Field<Long[]> contacts =
        rows.column("contacts", CLOB, each -> Images.contacts(each.image())).cast(BIGINT.array());
    Field<Integer[]> sorts =
        rows.column("sorts", CLOB, each -> Images.sorts(each.image())).cast(INTEGER.array());
    Field<Long[]> primaries =
        rows.column("primaries", CLOB, each -> Images.primaries(each.image())).cast(BIGINT.array());
    Field<Boolean> whole = rows.column("whole", BOOLEAN, Agreement::whole);
    clearMarks(rows.table(), deal, edit);
    rebase(agreements);
    jooq.insertInto(
            OBSERVED_DEAL,
            OBSERVED_DEAL.PORTAL,
            OBSERVED_DEAL.DEAL_ID,
            OBSERVED_DEAL.STATE,
            OBSERVED_DEAL.DETAIL,
            OBSERVED_DEAL.CONTACTS,
            OBSERVED_DEAL.SORTS,
            OBSERVED_DEAL.PRIMARIES,
            OBSERVED_DEAL.READ_AT,
            OBSERVED_DEAL.RUN_ID)
        .select(
            jooq.select(
                    val(portal),
                    deal,
                    inline("read"),
                    inline(""),
                    contacts,
                    sorts,
                    primaries,
                    Sql.NOW,
                    val(run))
                .from(rows.table())
                .orderBy(deal))
        .onConflict(OBSERVED_DEAL.PORTAL, OBSERVED_DEAL.DEAL_ID)
        .doUpdate()
        .setAllToExcluded()
        .where(observationIsNews)
        .execute();
    jooq.deleteFrom(HOLD)
        .using(rows.table())
        .where(HOLD.PORTAL.eq(portal), HOLD.DEAL_ID.eq(deal))
        .execute();
    jooq.deleteFrom(FAILURE_STREAK)
        .using(rows.table())
        .where(FAILURE_STREAK.PORTAL.eq(portal), FAILURE_STREAK.DEAL_ID.eq(deal), whole.isTrue())
        .execute();
  }

  private void rebase(List<Agreement> agreements) {
    ArrayRows<Agreement> rows = new ArrayRows<>("based", agreements);
    Field<Long> deal = rows.column("deal_id", BIGINT, Agreement::deal);
    Field<Long[]> contacts =
        rows.column("contacts", CLOB, each -> Images.contacts(each.base())).cast(BIGINT.array());
    Field<Integer[]> sorts =
        rows.column("sorts", CLOB, each -> Images.sorts(each.base())).cast(INTEGER.array());
    Field<Long[]> primaries =
        rows.column("primaries", CLOB, each -> Images.primaries(each.base())).cast(BIGINT.array());
    jooq.insertInto(
            BASE_DEAL,
            BASE_DEAL.PORTAL,
            BASE_DEAL.DEAL_ID,
            BASE_DEAL.CONTACTS,
            BASE_DEAL.SORTS,
            BASE_DEAL.PRIMARIES,
            BASE_DEAL.AGREED_AT,
            BASE_DEAL.RUN_ID)
        .select(
            jooq.select(val(portal), deal, contacts, sorts, primaries, Sql.NOW, val(run))
                .from(rows.table())
                .orderBy(deal))
        .onConflict(BASE_DEAL.PORTAL, BASE_DEAL.DEAL_ID)
        .doUpdate()
        .setAllToExcluded()
        .execute();
  }

  /** These deals are managed no more. */
  void unmanaged(List<Long> deals) {
    if (!deals.isEmpty()) {
      jooq.deleteFrom(DEAL)
          .where(DEAL.PORTAL.eq(portal))
          .and(DEAL.DEAL_ID.eq(any(deals.toArray(Long[]::new))))
          .execute();
    }
  }

  /** Puts bases back, whatever the portal has. */
  void rebased(Map<Long, Rebase.Back> bases) {
    List<Agreement> agreed = new ArrayList<>();
    List<Long> never = new ArrayList<>();
    bases.forEach(
        (deal, back) ->
            back.base()
                .ifPresentOrElse(
                    base -> agreed.add(new Agreement(deal, base.asImage(), OptionalLong.empty())),
                    () -> never.add(deal)));
    if (!agreed.isEmpty()) {
      rebase(agreed);
    }
    if (!never.isEmpty()) {
      jooq.deleteFrom(BASE_DEAL)
          .where(BASE_DEAL.PORTAL.eq(portal))
          .and(BASE_DEAL.DEAL_ID.eq(any(never.toArray(Long[]::new))))
          .execute();
    }
  }

  /**
   * Someone who has a deal locked is editing it: waiting for their commit could take for ever, and
   * the mark has to stay anyway. Deals are locked in the order in which edits lock them.
   */
  private void clearMarks(Table<?> agreed, Field<Long> deal, Field<Long> edit) {
    var unedited =
        jooq.select(DEAL.DEAL_ID)
            .from(DEAL)
            .join(agreed)
            .on(DEAL.DEAL_ID.eq(deal), DEAL.EDIT_MARK.eq(edit))
            .where(DEAL.PORTAL.eq(portal))
            .orderBy(DEAL.DEAL_ID)
            .forNoKeyUpdate()
            .of(DEAL)
            .skipLocked()
            .asTable("unedited");
    jooq.update(DEAL)
        .setNull(DEAL.EDIT_MARK)
        .from(unedited)
        .where(DEAL.PORTAL.eq(portal), DEAL.DEAL_ID.eq(unedited.field(DEAL.DEAL_ID)))
        .execute();
  }

  /** A hold that is there for the same reason goes on; any other one is news. */
  void held(List<HeldDeal> all) {
    List<HeldDeal> holds = busy.free(all, HeldDeal::deal);
    if (holds.isEmpty()) {
      return;
    }
    ArrayRows<HeldDeal> rows = new ArrayRows<>("held", holds);
    Field<Long> deal = rows.column("deal_id", BIGINT, HeldDeal::deal);
    Condition sameReason = HOLD.REASON.eq(excluded(HOLD.REASON));
    Condition same =
        sameReason
            .and(HOLD.DETAIL.eq(excluded(HOLD.DETAIL)))
            .and(HOLD.EDIT_MARK.isNotDistinctFrom(excluded(HOLD.EDIT_MARK)));
    jooq.insertInto(
            HOLD,
            HOLD.PORTAL,
            HOLD.DEAL_ID,
            HOLD.REASON,
            HOLD.DETAIL,
            HOLD.CONTACTS,
            HOLD.EDIT_MARK,
            HOLD.RUN_ID)
        .select(
            jooq.select(
                    val(portal),
                    deal,
                    rows.column("reason", CLOB, hold -> hold.reason().code()),
                    rows.words("detail", HeldDeal::detail),
                    rows.column("contacts", CLOB, hold -> Images.array(hold.gone()))
                        .cast(BIGINT.array()),
                    rows.column("edit_mark", BIGINT, hold -> Sql.nullable(hold.edit())),
                    val(run))
                .from(rows.table())
                .orderBy(deal))
        .onConflict(HOLD.PORTAL, HOLD.DEAL_ID)
        .doUpdate()
        .set(HOLD.REASON, excluded(HOLD.REASON))
        .set(HOLD.DETAIL, excluded(HOLD.DETAIL))
        .set(HOLD.CONTACTS, excluded(HOLD.CONTACTS))
        .set(HOLD.EDIT_MARK, excluded(HOLD.EDIT_MARK))
        .set(HOLD.RUN_ID, excluded(HOLD.RUN_ID))
        .set(HOLD.SINCE, when(sameReason, HOLD.SINCE).otherwise(excluded(HOLD.SINCE)))
        .set(
            HOLD.TIMES,
            when(sameReason.and(HOLD.RUN_ID.ne(excluded(HOLD.RUN_ID))), HOLD.TIMES.plus(1))
                .when(sameReason, HOLD.TIMES)
                .otherwise(1))
        .set(HOLD.ACKNOWLEDGED_AT, when(same, HOLD.ACKNOWLEDGED_AT))
        .set(HOLD.ACKNOWLEDGED_BY, when(same, HOLD.ACKNOWLEDGED_BY))
        .set(HOLD.NOTE, when(same, HOLD.NOTE))
        .execute();
  }

  /**
   * The failures are counted at the end of the run. A deal that is not managed (any more) is not
   * tried again, and has no streak. One that was tried is parked no more: should it be parked
   * again, that is news.
   */
  void failed(List<FailedDeal> all) {
    List<FailedDeal> failures = busy.free(all, FailedDeal::deal);
    if (failures.isEmpty()) {
      return;
    }
    ArrayRows<FailedDeal> rows = new ArrayRows<>("failed", failures);
    Field<Long> deal = rows.column("deal_id", BIGINT, FailedDeal::deal);
    jooq.deleteFrom(HOLD)
        .using(rows.table())
        .where(HOLD.PORTAL.eq(portal), HOLD.DEAL_ID.eq(deal))
        .and(HOLD.REASON.eq(inline(HoldReason.PARKED.code())))
        .execute();
    Condition newEdit = FAILURE_STREAK.EDIT_MARK.isDistinctFrom(excluded(FAILURE_STREAK.EDIT_MARK));
    jooq.insertInto(
            FAILURE_STREAK,
            FAILURE_STREAK.PORTAL,
            FAILURE_STREAK.DEAL_ID,
            FAILURE_STREAK.LAST_RUN,
            FAILURE_STREAK.LAST_ERROR,
            FAILURE_STREAK.EDIT_MARK)
        .select(
            jooq.select(
                    val(portal),
                    deal,
                    val(run),
                    rows.words("error", FailedDeal::error),
                    DEAL.EDIT_MARK)
                .from(rows.table())
                .join(DEAL)
                .on(DEAL.PORTAL.eq(portal), DEAL.DEAL_ID.eq(deal))
                .orderBy(deal))
        .onConflict(FAILURE_STREAK.PORTAL, FAILURE_STREAK.DEAL_ID)
        .doUpdate()
        .set(FAILURE_STREAK.LAST_ERROR, excluded(FAILURE_STREAK.LAST_ERROR))
        .set(FAILURE_STREAK.FAILURES, when(newEdit, 0).otherwise(FAILURE_STREAK.FAILURES))
        .set(FAILURE_STREAK.COUNTED_AT, when(newEdit.not(), FAILURE_STREAK.COUNTED_AT))
        .set(FAILURE_STREAK.LAST_RUN, excluded(FAILURE_STREAK.LAST_RUN))
        .set(FAILURE_STREAK.EDIT_MARK, excluded(FAILURE_STREAK.EDIT_MARK))
        .execute();
  }

  /** As {@link io.dealsync.journal.Journal#countFailures}, by the database's clock. */
  void countFailures(Duration apart) {
    Field<Instant> longAgo =
        field("clock_timestamp() - {0} * interval '1 second'", INSTANT, val(apart.toSeconds()));
    jooq.update(FAILURE_STREAK)
        .set(FAILURE_STREAK.FAILURES, FAILURE_STREAK.FAILURES.plus(1))
        .set(FAILURE_STREAK.COUNTED_AT, Sql.NOW)
        .where(FAILURE_STREAK.PORTAL.eq(portal))
        .and(
            FAILURE_STREAK.DEAL_ID.in(
                free(
                    FAILURE_STREAK
                        .LAST_RUN
                        .eq(run)
                        .and(
                            FAILURE_STREAK
                                .COUNTED_AT
                                .isNull()
                                .or(FAILURE_STREAK.COUNTED_AT.le(longAgo))))))
        .execute();
  }
}
