package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.PORTAL_STATE;
import static io.dealsync.db.jooq.Tables.RUN;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.max;

import io.dealsync.guard.ReturnedDatabase;
import io.dealsync.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * What a database is to PostgreSQL, kept when a run ends well. A restored one is something else: a
 * dump makes new tables, a restored server goes on in a new timeline, another server has another
 * identifier. A copy of the files from a week ago is the same, but its last run was a week ago.
 */
final class DatabaseMark {

  /** A nightly run that was away for longer is told; a long weekend is no matter. */
  static final Duration LONG = Duration.ofDays(5);

  private static final String TABLE =
      "(SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname ="
          + " pg_catalog.current_database()) || ' ' ||"
          + " 'dealsync.run'::pg_catalog.regclass::pg_catalog.oid";
  private static final String SERVER =
      "(SELECT s.system_identifier FROM pg_catalog.pg_control_system() AS s) || ' ' ||"
          + " (SELECT c.timeline_id FROM pg_catalog.pg_control_checkpoint() AS c)";

  /**
   * Runs that know the mirror to be today's: they looked at every deal, were let through by a
   * person, or wrote, which the guard would have refused. One that looked at nothing, or at a deal
   * that was equal anyway, has seen nothing of what a restore took back.
   */
  private static final Condition KNEW =
      RUN.COMMAND
          .in("sync", "undo")
          .or(RUN.APPLIED_AT.isNotNull())
          .and(
              RUN.EVERYTHING
                  .isTrue()
                  .or(RUN.PUSHED.gt(0L))
                  .or(DSL.condition("jsonb_exists({0}, 'returned-database')", RUN.ALLOWANCES)));

  private final DSLContext sql;
  private final String portal;
  private final RunWitness witness;

  DatabaseMark(DSLContext sql, String portal, RunWitness witness) {
    this.sql = sql;
    this.portal = portal;
    this.witness = witness;
  }

  /** Keeps what the database is now, at the end of a run. */
  void keep(long run) {
    if (knew(run)) {
      ShortWaits.unlessLocked(sql, this::keep);
    }
  }

  private boolean knew(long run) {
    return sql.fetchExists(RUN, RUN.RUN_ID.eq(run).and(KNEW));
  }

  /** Has an ended run witnessed, unless an earlier one stands there that is not known here. */
  void tell(long run, RunState state) {
    if (missed().isEmpty() || state == RunState.DONE && knew(run)) {
      sql.select(RUN.STARTED_AT)
          .from(RUN)
          .where(RUN.RUN_ID.eq(run))
          .fetchOptional(RUN.STARTED_AT)
          .ifPresent(at -> witness.keep(portal, new RunWitness.Seen(run, at)));
    }
  }

  /** A run that was witnessed and is not known here. */
  private Optional<RunWitness.Seen> missed() {
    return witness
        .latest(portal)
        .filter(
            seen ->
                !sql.fetchExists(
                    RUN,
                    RUN.PORTAL
                        .eq(portal)
                        .and(RUN.RUN_ID.eq(seen.run()))
                        .and(RUN.STARTED_AT.eq(seen.startedAt()))));
  }

  /** A database in which no run has ended well yet has nothing to take back. */
  private Optional<ReturnedDatabase> goneBack() {
    return missed()
        .filter(
            seen ->
                sql.fetchExists(
                    RUN, RUN.PORTAL.eq(portal).and(RUN.STATE.eq(RunState.DONE.word())).and(KNEW)))
        .map(
            seen ->
                new ReturnedDatabase(
                    "the database has gone back: it does not know run %d, which this machine made on it"
                        .formatted(seen.run())));
  }

  private void keep(DSLContext savepoint) {
    savepoint
        .insertInto(PORTAL_STATE, PORTAL_STATE.PORTAL, PORTAL_STATE.DATABASE_MARK)
        .values(portal, now())
        .onConflict(PORTAL_STATE.PORTAL)
        .doUpdate()
        .set(PORTAL_STATE.DATABASE_MARK, excluded(PORTAL_STATE.DATABASE_MARK))
        .where(PORTAL_STATE.DATABASE_MARK.isDistinctFrom(excluded(PORTAL_STATE.DATABASE_MARK)))
        .execute();
  }

  /** How the database shows that it is not what it was, or not when it should be. */
  Optional<ReturnedDatabase> comeback() {
    return sql.select(PORTAL_STATE.DATABASE_MARK)
        .from(PORTAL_STATE)
        .where(PORTAL_STATE.PORTAL.eq(portal))
        .and(PORTAL_STATE.DATABASE_MARK.isNotNull())
        .fetchOptional(PORTAL_STATE.DATABASE_MARK)
        .filter(kept -> !kept.equals(now()))
        .map(
            kept ->
                new ReturnedDatabase(
                    "the database was restored or moved since a run last ended well (it was %s to PostgreSQL, and is %s)"
                        .formatted(kept, now())))
        .or(this::goneBack)
        .or(this::away);
  }

  private Optional<ReturnedDatabase> away() {
    return sql.select(max(RUN.FINISHED_AT), Sql.NOW)
        .from(RUN)
        .where(RUN.PORTAL.eq(portal))
        .and(RUN.STATE.eq(RunState.DONE.word()))
        .and(KNEW)
        .fetchOptional()
        .filter(row -> row.value1() != null)
        .map(row -> Duration.between((Instant) row.value1(), (Instant) row.value2()))
        .filter(away -> away.compareTo(LONG) > 0)
        .map(
            away ->
                new ReturnedDatabase(
                    "the last run of this database that ended well was %d days ago: it was restored, or nobody ran it"
                        .formatted(away.toDays())));
  }

  /** Where the owner may not look at the server's control file, database and table tell. */
  private String now() {
    boolean may =
        sql.fetchSingle(
                "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()',"
                    + " 'EXECUTE') AND"
                    + " pg_catalog.has_function_privilege('pg_catalog.pg_control_checkpoint()',"
                    + " 'EXECUTE')")
            .into(Boolean.class);
    return sql.fetchSingle("SELECT " + (may ? SERVER + " || ' ' || " : "") + TABLE)
        .into(String.class);
  }
}
