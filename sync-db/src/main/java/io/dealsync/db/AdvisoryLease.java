package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.RUN;
import static io.dealsync.db.jooq.Tables.RUN_LOCK;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.JSONB;

import io.dealsync.journal.Fill;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.journal.UnknownRunException.Cause.Absent;
import io.dealsync.journal.UnknownRunException.Cause.NotApplicable;
import io.dealsync.journal.UnknownRunException.Cause.OtherPortal;
import java.util.EnumSet;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** A lease together with the session that has the lock; all its journals write through it. */
final class AdvisoryLease implements RunLease {

  private static final Set<RunState> APPLICABLE =
      EnumSet.of(RunState.PLANNED, RunState.REFUSED, RunState.INTERRUPTED, RunState.FAILED);

  private final LeaseSession session;
  private final String portal;
  private final RunWitness witness;

  AdvisoryLease(LeaseSession session, String portal, RunWitness witness) {
    this.session = session;
    this.portal = portal;
    this.witness = witness;
  }

  @Override
  public Journal open(RunHeader header) {
    return session.transactionResult(
        sql -> {
          long run =
              sql.insertInto(RUN)
                  .set(RUN.PORTAL, portal)
                  .set(RUN.COMMAND, header.command())
                  .set(RUN.STARTED_BY, header.startedBy())
                  .set(RUN.ORIGIN_RUN, Sql.nullable(header.origin()))
                  .set(RUN.ALLOWANCES, RunRows.allowances(header.allowances()))
                  .returningResult(RUN.RUN_ID)
                  .fetchSingle()
                  .value1();
          return journal(sql, run);
        });
  }

  @Override
  public Journal resume(long run, RunHeader header) {
    return session.transactionResult(
        sql -> {
          requireApplicable(sql, run);
          sql.update(RUN)
              .set(RUN.STATE, RunState.RUNNING.word())
              .set(RUN.OUTCOME, "")
              .set(RUN.EXPLANATION, "")
              .setNull(RUN.FINISHED_AT)
              .set(RUN.APPLIED_AT, Sql.NOW)
              .set(RUN.APPLIED_BY, header.startedBy())
              .set(
                  RUN.ALLOWANCES,
                  field(
                      "{0} || {1}",
                      JSONB, RUN.ALLOWANCES, DSL.val(RunRows.allowances(header.allowances()))))
              .where(RUN.RUN_ID.eq(run))
              .execute();
          new GroupedEdits(sql, run).takeIn();
          return journal(sql, run);
        });
  }

  @Override
  public Fill fill(RunHeader header, String scope) {
    return MirrorFill.begin(session, portal, open(header), scope);
  }

  private void requireApplicable(DSLContext sql, long run) {
    Record row =
        sql.selectFrom(RUN)
            .where(RUN.RUN_ID.eq(run))
            .forNoKeyUpdate()
            .fetchOptional()
            .orElseThrow(() -> new UnknownRunException(new Absent(run)));
    if (!row.get(RUN.PORTAL).equals(portal)) {
      throw new UnknownRunException(new OtherPortal(run, row.get(RUN.PORTAL), portal));
    }
    if (!APPLICABLE.contains(RunRows.state(row)) || RunRows.totals(row).isEmpty()) {
      throw new UnknownRunException(
          new NotApplicable(
              run,
              APPLICABLE.contains(RunRows.state(row))
                  ? "its plan was never completed"
                  : "it is " + row.get(RUN.STATE)));
    }
  }

  private Journal journal(DSLContext sql, long run) {
    sql.update(RUN_LOCK).set(RUN_LOCK.RUN_ID, run).where(RUN_LOCK.PORTAL.eq(portal)).execute();
    return new RunJournal(session, portal, run, witness);
  }

  @Override
  public void finish(long run, RunEnd end) {
    session.transaction(
        sql -> {
          if (end.state() == RunState.DONE) {
            new StoredPlan(sql, run).skipTheRest();
          }
          RunRows.store(sql, run, end);
          if (end.state() == RunState.DONE) {
            new DatabaseMark(sql, portal, witness).keep(run);
          }
          showWhatGoesOn(sql);
        });
    new DatabaseMark(session.jooq(), portal, witness).tell(run, end.state());
  }

  /** After a yield point that is the long run again. */
  private void showWhatGoesOn(DSLContext sql) {
    sql.update(RUN_LOCK)
        .set(
            RUN_LOCK.RUN_ID,
            field(
                select(max(RUN.RUN_ID))
                    .from(RUN)
                    .where(RUN.PORTAL.eq(portal))
                    .and(RUN.STATE.eq(RunState.RUNNING.word()))))
        .where(RUN_LOCK.PORTAL.eq(portal))
        .execute();
  }

  /** A lease whose connection is broken is free already; closing it never fails. */
  @Override
  public void close() {
    try {
      session
          .jooq()
          .deleteFrom(RUN_LOCK)
          .where(RUN_LOCK.PORTAL.eq(portal))
          .and(RUN_LOCK.BACKEND_PID.eq(field("pg_backend_pid()", INTEGER)))
          .execute();
    } catch (DatabaseException ignored) {
      // The session is gone, and the lock with it.
    } finally {
      session.release();
    }
  }
}
