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
 * Leases as session-level advisory locks: PostgreSQL gives a lock free the moment its session ends,
 * however that comes about.
 */
final class AdvisoryLeases implements Leases {

  private final DataSource database;
  private final Address address;

  AdvisoryLeases(DataSource database, Address address) {
    this.database = database;
    this.address = address;
  }

  /** A 64-bit key of its own for each portal, apart from other programs' advisory locks. */
  static Field<Long> key(String portal) {
    return field("hashtextextended({0}, 0)", Long.class, val(name(portal)));
  }

  static String name(String portal) {
    return "dealsync run on portal " + portal;
  }

  @Override
  public RunLease acquire(String portal, String command) {
    Session session = new Session(connect(), address);
    try {
      session.requireOwn(database);
      keepAlive(session.jooq());
      if (!lock(session.jooq(), portal)) {
        throw new LeaseHeldException(holder(session.jooq(), portal));
      }
      session.transaction(sql -> takeOver(sql, portal, command));
      return new AdvisoryLease(session, portal);
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

  private static boolean lock(DSLContext jooq, String portal) {
    return jooq.select(field("pg_try_advisory_lock({0})", Boolean.class, key(portal)))
        .fetchSingle()
        .value1();
  }

  private static String holder(DSLContext jooq, String portal) {
    return "Portal %s is busy: %s."
        .formatted(
            portal, Holder.of(jooq, portal).map(Holder::words).orElse("another process holds it"));
  }

  /**
   * Whoever gets the lock knows that no other run of the portal is alive. What such a run did is
   * told by its rows.
   */
  private static void takeOver(DSLContext jooq, String portal, String command) {
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
    jooq.insertInto(
            RUN_LOCK,
            RUN_LOCK.PORTAL,
            RUN_LOCK.COMMAND,
            RUN_LOCK.RUN_ID,
            RUN_LOCK.HELD_BY,
            RUN_LOCK.BACKEND_PID,
            RUN_LOCK.SINCE)
        .select(
            jooq.select(
                val(portal),
                val(command),
                val((Long) null),
                val(process()),
                field("pg_backend_pid()", INTEGER),
                Sql.NOW))
        .onConflict(RUN_LOCK.PORTAL)
        .doUpdate()
        .set(RUN_LOCK.COMMAND, excluded(RUN_LOCK.COMMAND))
        .set(RUN_LOCK.RUN_ID, excluded(RUN_LOCK.RUN_ID))
        .set(RUN_LOCK.HELD_BY, excluded(RUN_LOCK.HELD_BY))
        .set(RUN_LOCK.BACKEND_PID, excluded(RUN_LOCK.BACKEND_PID))
        .set(RUN_LOCK.SINCE, excluded(RUN_LOCK.SINCE))
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
