package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.RUN_LOCK;
import static org.jooq.impl.DSL.condition;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a portal now.
 *
 * @param run the run, once it is open
 * @param process operating system process and host
 * @param session the PostgreSQL session
 * @param user the database user of that session
 */
record Holder(
    String command, @Nullable Long run, String process, int session, String user, Instant since) {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /**
   * A row counts only while its session has its lock: rows outlive processes, sessions' numbers
   * come again, and a lock that someone else took of the same key says nothing.
   */
  static final Condition ALIVE =
      condition(
          """
          EXISTS (SELECT FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid = {0}
              AND a.usename = {1}::name AND a.datname = pg_catalog.current_database() AND l.database = a.datid
              AND l.classid::bigint = ({2} >> 32) & 4294967295 AND l.objid::bigint = {2} & 4294967295)\
          """,
          RUN_LOCK.BACKEND_PID, RUN_LOCK.DB_USER, RUN_LOCK.LOCK_KEY);

  static Optional<Holder> of(DSLContext jooq, String portal) {
    return jooq.selectFrom(RUN_LOCK)
        .where(RUN_LOCK.PORTAL.eq(portal))
        .and(ALIVE)
        .fetchOptional(
            row ->
                new Holder(
                    row.get(RUN_LOCK.COMMAND),
                    row.get(RUN_LOCK.RUN_ID),
                    row.get(RUN_LOCK.HELD_BY),
                    row.get(RUN_LOCK.BACKEND_PID),
                    row.get(RUN_LOCK.DB_USER),
                    row.get(RUN_LOCK.SINCE)));
  }

  /**
   * {@code sync, run 12, since 2026-03-03 02:00:03, by process 4711 on crm-host (PostgreSQL session
   * 815 of user app)}.
   */
  String words() {
    return "%s%s, since %s, by %s (PostgreSQL session %d of user %s)"
        .formatted(
            command,
            run == null ? "" : ", run " + run,
            TIME.format(since.atZone(ZoneId.systemDefault())),
            process,
            session,
            user);
  }
}
