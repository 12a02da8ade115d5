package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.RUN;
import static io.dealsync.db.jooq.Tables.RUN_LOCK;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.INTEGER;

import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.Leases;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Leases as rows that count as long as their session lives. A session-level advisory lock shows
 * that it does: PostgreSQL gives the lock free the moment its session ends, however that comes
 * about. The lock alone decides nothing: everybody who may connect can take advisory locks.
 */
final class AdvisoryLeases implements Leases {

  private final DataSource database;
  private final Address address;
  private final RunWitness witness;

  AdvisoryLeases(DataSource database, Address address, RunWitness witness) {
    this.database = database;
    this.address = address;
    this.witness = witness;
  }

  @Override
  public RunLease acquire(String portal, String command) {
    LeaseSession session = new LeaseSession(connect(), address);
    try {
      session.requireOwn(database);
      keepAlive(session.jooq());
      lock(session);
      take(session, portal, command);
      return new AdvisoryLease(session, portal, witness);
    } catch (RuntimeException e) {
      session.release();
      throw e;
    }
  }

  private Connection connect() {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      throw new SqlFailures(address).translate(e);
    }
  }

  /**
   * A host that is switched off says no goodbye: the server shall notice within a minute. A run
   * that waits for the portal is idle for long: its session shall not be ended for that (PostgreSQL
   * 14).
   */
  private static void keepAlive(DSLContext jooq) {
    jooq.fetch(
        "SELECT set_config(own.name, own.value, false) FROM (VALUES ('tcp_keepalives_idle', '30'),"
            + " ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3'),"
            + " ('idle_session_timeout', '0')) AS own (name, value)"
            + " WHERE own.name IN (SELECT name FROM pg_catalog.pg_settings)");
  }

  /** By this the session is known to live; it is free, since the key was drawn by chance. */
  private static void lock(LeaseSession session) {
    session.jooq().fetch("SELECT pg_catalog.pg_advisory_lock({0})", val(session.key()));
  }

  /** A row that someone keeps locked is not waited for. */
  private static void take(LeaseSession session, String portal, String command) {
    boolean taken;
    try {
      taken = session.transactionResult(sql -> claim(sql, session.key(), portal, command));
    } catch (DatabaseException e) {
      if (ForeignLock.isCauseOf(e)) {
        throw busy(portal, ForeignLock.words(session.jooq()));
      }
      throw e;
    }
    if (!taken) {
      throw busy(
          portal,
          Holder.of(session.jooq(), portal)
              .map(Holder::words)
              .orElse("another run held it until now"));
    }
  }

  private static LeaseHeldException busy(String portal, String holder) {
    return new LeaseHeldException("Portal %s is busy: %s.".formatted(portal, holder));
  }

  /**
   * The portal's row says who holds it, and only who may write it can take it. Whoever gets it
   * knows that no other run of the portal is alive. What such a run did is told by its rows.
   */
  private static boolean claim(DSLContext jooq, long key, String portal, String command) {
    jooq.fetch("SELECT pg_catalog.set_config('lock_timeout', '3s', true)");
    if (store(jooq, key, portal, command) == 0) {
      return false;
    }
    jooq.update(RUN)
        .set(RUN.STATE, RunState.INTERRUPTED.word())
        .set(RUN.OUTCOME, RunState.INTERRUPTED.word())
        .set(RUN.EXPLANATION, "Its process ended before the run did.")
        .set(RUN.FINISHED_AT, Sql.NOW)
        .set(RUN.PUSHED, rows(CHANGE.ATTEMPTS.gt(0)))
        .set(RUN.VERIFIED, rows(CHANGE.STATUS.eq("verified")))
        .set(RUN.HELD, rows(CHANGE.STATUS.eq("held")))
        .set(RUN.FAILED, rows(CHANGE.STATUS.in("failed", "sent", "unknown")))
        .where(RUN.PORTAL.eq(portal))
        .and(RUN.STATE.eq(RunState.RUNNING.word()))
        .execute();
    return true;
  }

  private static int store(DSLContext jooq, long key, String portal, String command) {
    return jooq.insertInto(
            RUN_LOCK,
            RUN_LOCK.PORTAL,
            RUN_LOCK.COMMAND,
            RUN_LOCK.RUN_ID,
            RUN_LOCK.HELD_BY,
            RUN_LOCK.BACKEND_PID,
            RUN_LOCK.DB_USER,
            RUN_LOCK.LOCK_KEY,
            RUN_LOCK.SINCE)
        .select(
            jooq.select(
                val(portal),
                val(command),
                val((Long) null),
                val(process()),
                field("pg_catalog.pg_backend_pid()", INTEGER),
                field("session_user::text", String.class),
                val(key),
                Sql.NOW))
        .onConflict(RUN_LOCK.PORTAL)
        .doUpdate()
        .set(RUN_LOCK.COMMAND, excluded(RUN_LOCK.COMMAND))
        .set(RUN_LOCK.RUN_ID, excluded(RUN_LOCK.RUN_ID))
        .set(RUN_LOCK.HELD_BY, excluded(RUN_LOCK.HELD_BY))
        .set(RUN_LOCK.BACKEND_PID, excluded(RUN_LOCK.BACKEND_PID))
        .set(RUN_LOCK.DB_USER, excluded(RUN_LOCK.DB_USER))
        .set(RUN_LOCK.LOCK_KEY, excluded(RUN_LOCK.LOCK_KEY))
        .set(RUN_LOCK.SINCE, excluded(RUN_LOCK.SINCE))
        .where(Holder.ALIVE.not())
        .execute();
  }

  private static Field<Long> rows(Condition which) {
    return field(selectCount().from(CHANGE).where(CHANGE.RUN_ID.eq(RUN.RUN_ID)).and(which))
        .cast(BIGINT);
  }

  private static String process() {
    return "process %d on %s".formatted(ProcessHandle.current().pid(), host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }
}
