package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.RUN;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;

import io.dealsync.desired.Policy;
import io.dealsync.guard.EditGroup;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.RefusedEdits;
import io.dealsync.guard.ReturnedDatabase;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Intents;
import io.dealsync.journal.Journal;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.PastRepair;
import io.dealsync.plan.PlanTotals;
import io.dealsync.plan.Rebase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The journal of one run, written through the connection that holds the run's lease. */
final class RunJournal implements Journal {

  /** So many changes that the planner has to know of them before it is asked to find some. */
  private static final long MANY = 1_000;

  private final LeaseSession session;
  private final DSLContext jooq;
  private final String portal;
  private final long run;
  private final RunWitness witness;
  private @Nullable Boolean undoes;
  private final ReentrantLock proof = new ReentrantLock();

  RunJournal(LeaseSession session, String portal, long run, RunWitness witness) {
    this.session = session;
    this.jooq = session.jooq();
    this.portal = portal;
    this.run = run;
    this.witness = witness;
  }

  @Override
  public long run() {
    return run;
  }

  @Override
  public void proveLease() {
    proof.lock();
    try {
      session.proveLease(portal);
    } finally {
      proof.unlock();
    }
  }

  @Override
  public boolean undoes() {
    if (undoes == null) {
      undoes = jooq.fetchExists(RUN, RUN.RUN_ID.eq(run).and(RUN.ORIGIN_RUN.isNotNull()));
    }
    return undoes;
  }

  @Override
  public void observed(List<DealObservation> observations) {
    sides(jooq).observed(observations);
  }

  @Override
  public void agreed(List<Agreement> agreements) {
    session.transaction(sql -> sides(sql).agreed(agreements));
  }

  @Override
  public void planned(List<Change> changes) {
    ChangeRows rows = new ChangeRows("planned", changes);
    List<Field<?>> columns =
        new ArrayList<>(List.of(CHANGE.RUN_ID, CHANGE.PORTAL, CHANGE.DEAL_ID, CHANGE.BEFORE));
    List<Field<?>> values = new ArrayList<>(List.of(val(run), val(portal), rows.deal, rows.before));
    rows.decision()
        .forEach(
            (column, value) -> {
              columns.add(column);
              values.add(value);
            });
    columns.add(CHANGE.EDIT_TXID);
    values.add(GroupedEdits.transaction(portal, rows.deal, rows.editMark));
    jooq.insertInto(CHANGE, columns).select(jooq.select(values).from(rows.table())).execute();
  }

  @Override
  public void held(List<HeldDeal> holds) {
    ArrayRows<HeldDeal> rows = new ArrayRows<>("held", holds);
    Field<Long> deal = rows.column("deal_id", BIGINT, HeldDeal::deal);
    Field<String> detail = rows.words("detail", HeldDeal::detail);
    Field<String> action = rows.column("action", CLOB, each -> each.known() ? "known" : "hold");
    session.transaction(
        sql -> {
          sql.insertInto(
                  CHANGE,
                  CHANGE.RUN_ID,
                  CHANGE.PORTAL,
                  CHANGE.DEAL_ID,
                  CHANGE.ACTION,
                  CHANGE.STATUS,
                  CHANGE.REASON,
                  CHANGE.SETTLED_AT)
              .select(
                  sql.select(
                          val(run),
                          val(portal),
                          deal,
                          action,
                          inline(ChangeStatus.HELD.word()),
                          detail,
                          Sql.NOW)
                      .from(rows.table()))
              .execute();
          sides(sql).held(holds);
        });
  }

  @Override
  public void failed(List<FailedDeal> failures) {
    ArrayRows<FailedDeal> rows = new ArrayRows<>("failed", failures);
    Field<Long> deal = rows.column("deal_id", BIGINT, FailedDeal::deal);
    Field<String> error = rows.words("error", FailedDeal::error);
    session.transaction(
        sql -> {
          sql.insertInto(
                  CHANGE,
                  CHANGE.RUN_ID,
                  CHANGE.PORTAL,
                  CHANGE.DEAL_ID,
                  CHANGE.ACTION,
                  CHANGE.STATUS,
                  CHANGE.ERROR,
                  CHANGE.SETTLED_AT)
              .select(
                  sql.select(
                          val(run),
                          val(portal),
                          deal,
                          inline("read"),
                          inline(ChangeStatus.FAILED.word()),
                          error,
                          Sql.NOW)
                      .from(rows.table()))
              .execute();
          sides(sql).failed(failures);
        });
  }

  @Override
  public void countFailures(Duration apart) {
    sides(jooq).countFailures(apart);
  }

  @Override
  public List<PastRepair> repairs(Collection<Long> deals, Instant since) {
    return jooq.select(
            CHANGE.DEAL_ID,
            CHANGE.SETTLED_AT,
            CHANGE.BEFORE,
            CHANGE.TARGET,
            CHANGE.EDIT_MARK,
            CHANGE.BASE_BEFORE)
        .from(CHANGE)
        .join(DEAL)
        .on(DEAL.PORTAL.eq(CHANGE.PORTAL), DEAL.DEAL_ID.eq(CHANGE.DEAL_ID))
        .join(RUN)
        .on(RUN.RUN_ID.eq(CHANGE.RUN_ID))
        .where(CHANGE.PORTAL.eq(portal))
        .and(CHANGE.DEAL_ID.eq(any(deals.toArray(Long[]::new))))
        .and(CHANGE.STATUS.eq(inline(ChangeStatus.VERIFIED.word())))
        .and(CHANGE.SETTLED_AT.ge(since))
        .and(DEAL.RELEASED_AT.isNull().or(CHANGE.SETTLED_AT.gt(DEAL.RELEASED_AT)))
        .and(CHANGE.METHOD.isNotNull())
        .and(RUN.ORIGIN_RUN.isNull())
        .fetch(
            row ->
                new PastRepair(
                    row.value1(),
                    row.value2(),
                    LinkJson.image(row.value3()),
                    LinkJson.set(row.value4()),
                    row.value5() != null,
                    Optional.ofNullable(row.value6()).map(LinkJson::set)));
  }

  @Override
  public void skipped(List<SkippedDeal> skipped) {
    ArrayRows<SkippedDeal> rows = new ArrayRows<>("skipped", skipped);
    Field<Long> deal = rows.column("deal_id", BIGINT, SkippedDeal::deal);
    jooq.insertInto(
            CHANGE,
            CHANGE.RUN_ID,
            CHANGE.PORTAL,
            CHANGE.DEAL_ID,
            CHANGE.ACTION,
            CHANGE.STATUS,
            CHANGE.REASON,
            CHANGE.SETTLED_AT)
        .select(
            jooq.select(
                    val(run),
                    val(portal),
                    deal,
                    inline("leave"),
                    inline(ChangeStatus.SKIPPED.word()),
                    rows.words("why", SkippedDeal::why),
                    Sql.NOW)
                .from(rows.table()))
        .execute();
  }

  @Override
  public void totals(PlanTotals totals) {
    RunRows.store(jooq, run, totals);
    if (totals.changes() >= MANY) {
      jooq.execute("SELECT dealsync.take_statistics('change')");
    }
  }

  @Override
  public PlanTotals remaining() {
    return session.transactionResult(
        sql -> {
          StoredPlan plan = new StoredPlan(sql, run);
          plan.skipInapplicable();
          PlanTotals totals = plan.recounted();
          RunRows.recount(sql, run, totals);
          return totals;
        });
  }

  @Override
  public Optional<ReturnedDatabase> comeback() {
    return new DatabaseMark(session.jooq(), portal, witness).comeback();
  }

  @Override
  public GuardWindow window(Duration span) {
    return new LossRows(jooq, portal, run).window(span);
  }

  @Override
  public List<EditGroup> editGroups() {
    return new GroupedEdits(jooq, run).all();
  }

  @Override
  public void setAside(RefusedEdits refused) {
    session.transaction(
        sql -> {
          GroupedEdits edits = new GroupedEdits(sql, run);
          edits.setAside(refused.groups());
          edits.hold(refused, sides(sql)::held);
        });
  }

  @Override
  public long news() {
    return jooq.fetchCount(
        CHANGE,
        CHANGE.RUN_ID.eq(run),
        CHANGE
            .STATUS
            .in(ChangeStatus.HELD.word(), ChangeStatus.FAILED.word(), ChangeStatus.EDITED.word())
            .and(CHANGE.ACTION.ne("known"))
            .or(StoredPlan.PASSED_OVER)
            .or(StoredPlan.LEAVES_A_REST));
  }

  @Override
  public List<Change> pending(long after, int limit) {
    return new StoredPlan(jooq, run).pending(after, limit);
  }

  @Override
  public void replanned(List<Change> changes) {
    ChangeRows rows = new ChangeRows("again", changes);
    jooq.update(CHANGE)
        .set(rows.decision())
        .set(CHANGE.BEFORE, rows.before)
        .from(rows.table())
        .where(CHANGE.RUN_ID.eq(run), CHANGE.DEAL_ID.eq(rows.deal))
        .and(CHANGE.STATUS.eq(ChangeStatus.PLANNED.word()))
        .execute();
  }

  @Override
  public Intents intend(List<Change> changes, Policy byDefault) {
    return intend(changes, StoredPlan.standsUnder(byDefault));
  }

  @Override
  public Intents intend(List<Change> changes) {
    return intend(changes, StoredPlan.STANDS);
  }

  private Intents intend(List<Change> changes, Condition stands) {
    return session.transactionResult(sql -> new IntentRows(sql, run, stands).commit(changes));
  }

  @Override
  public void found(List<Evidence> evidence) {
    ArrayRows<Evidence> rows = new ArrayRows<>("found", evidence);
    Field<Long> deal = rows.column("deal_id", BIGINT, Evidence::deal);
    Field<JSONB> before =
        rows.column("before", CLOB, each -> LinkJson.write(each.before().rows()))
            .cast(SQLDataType.JSONB);
    jooq.update(CHANGE)
        .set(CHANGE.BEFORE, before)
        .set(
            CHANGE.OVERWRITTEN,
            coalesce(nullif(rows.words("overwritten", Evidence::words), ""), CHANGE.OVERWRITTEN))
        .from(rows.table())
        .where(CHANGE.RUN_ID.eq(run), CHANGE.DEAL_ID.eq(deal))
        .execute();
  }

  @Override
  public List<Settled> settle(List<Settled> settled) {
    Set<Long> unlearnt =
        settleAll(
            settled.stream()
                .map(each -> new SettledRow(run, each.change(), each.outcome(), true))
                .toList());
    return Settled.afterAll(settled, unlearnt);
  }

  @Override
  public List<OpenIntent> openIntents(long afterRun, long afterDeal, int limit) {
    return jooq.select(CHANGE.RUN_ID, CHANGE.STATUS, RUN.ORIGIN_RUN)
        .select(ChangeRows.STORED)
        .from(CHANGE)
        .join(RUN)
        .on(RUN.RUN_ID.eq(CHANGE.RUN_ID))
        .where(CHANGE.PORTAL.eq(portal))
        .and(row(CHANGE.RUN_ID, CHANGE.DEAL_ID).gt(afterRun, afterDeal))
        .and(CHANGE.STATUS.in(inline("sent"), inline("unknown")))
        .orderBy(CHANGE.RUN_ID, CHANGE.DEAL_ID)
        .limit(limit)
        .fetch(
            intent ->
                new OpenIntent(
                    intent.get(CHANGE.RUN_ID),
                    intent.get(RUN.ORIGIN_RUN) != null,
                    intent.get(CHANGE.STATUS).equals(ChangeStatus.SENT.word()),
                    ChangeRows.change(intent)));
  }

  @Override
  public void settleEarlier(List<OpenIntent> intents, List<Outcome> outcomes) {
    List<SettledRow> ended = new ArrayList<>(intents.size());
    for (int i = 0; i < intents.size(); i++) {
      OpenIntent intent = intents.get(i);
      ended.add(new SettledRow(intent.run(), intent.change(), outcomes.get(i), !intent.cutShort()));
    }
    settleAll(ended);
  }

  /**
   * @return deals whose desired side was edited before it could learn
   */
  private Set<Long> settleAll(List<SettledRow> ended) {
    return session.transactionResult(
        sql -> {
          Collection<SettledRow> latest = latest(ended);
          DealStateTables sides = sides(sql);
          FirstSights first = new FirstSights(sql, portal, this::undoes, latest);
          List<SettledRow> all =
              latest.stream()
                  .filter(each -> each.agreement().isPresent() && !first.contains(each))
                  .toList();
          Set<Long> edited =
              new Adoptions(sql, portal).carryOut(all.stream().map(SettledRow::change).toList());
          SettledRow.record(sql, ended.stream().map(each -> each.afterAll(edited)).toList());
          List<SettledRow> agreed =
              all.stream().filter(each -> !edited.contains(each.change().deal())).toList();
          sides.settled(agreed.stream().map(each -> each.agreement().orElseThrow()).toList());
          sides.settled(ownWork(all, edited));
          sides.rebased(rebases(agreed));
          sides.unmanaged(unmanaged(agreed));
          first.record(sides, latest);
          sides.held(latest.stream().map(SettledRow::hold).flatMap(Optional::stream).toList());
          sides.failed(latest.stream().map(SettledRow::failure).flatMap(Optional::stream).toList());
          return edited;
        });
  }

  /**
   * Where the desired side was edited before it could learn from the portal, the sides have not
   * agreed: the base moves on by the change's own work alone, so that the next merge knows the
   * edits of both sides.
   */
  private static List<Agreement> ownWork(List<SettledRow> ended, Set<Long> edited) {
    return ended.stream()
        .filter(each -> edited.contains(each.change().deal()))
        .flatMap(each -> each.ownWork().stream())
        .toList();
  }

  private static Map<Long, Rebase.Back> rebases(List<SettledRow> agreed) {
    Map<Long, Rebase.Back> bases = new LinkedHashMap<>();
    for (SettledRow each : agreed) {
      if (each.change().adoption().map(Adoption::rebase).orElse(null) instanceof Rebase.Back back) {
        bases.put(each.change().deal(), back);
      }
    }
    return bases;
  }

  private static List<Long> unmanaged(List<SettledRow> agreed) {
    return agreed.stream()
        .map(SettledRow::change)
        .filter(
            change ->
                change.adoption().map(Adoption::rebase).orElse(null) instanceof Rebase.Unmanaged)
        .map(Change::deal)
        .toList();
  }

  /** Several runs may have left the same deal open; the last word counts for the deal. */
  private static Collection<SettledRow> latest(List<SettledRow> ended) {
    Map<Long, SettledRow> byDeal = new LinkedHashMap<>();
    ended.forEach(each -> byDeal.put(each.change().deal(), each));
    return byDeal.values();
  }

  private DealStateTables sides(DSLContext sql) {
    return new DealStateTables(sql, portal, run);
  }
}
