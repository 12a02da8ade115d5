package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.RUN_LOCK;
import static org.jooq.impl.DSL.condition;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a portal now.
 *
 * @param run the run, once it is open
 * @param process operating system process and host
 */
record Holder(String command, @Nullable Long run, String process, Instant since) {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** A row counts only while its session has an advisory lock: rows outlive processes. */
  static Optional<Holder> of(DSLContext jooq, String portal) {
    return jooq.selectFrom(RUN_LOCK)
        .where(RUN_LOCK.PORTAL.eq(portal))
        .and(
            condition(
                "EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND"
                    + " l.granted AND l.pid = {0})",
                RUN_LOCK.BACKEND_PID))
        .fetchOptional(
            row ->
                new Holder(
                    row.get(RUN_LOCK.COMMAND),
                    row.get(RUN_LOCK.RUN_ID),
                    row.get(RUN_LOCK.HELD_BY),
                    row.get(RUN_LOCK.SINCE)));
  }

  /** {@code sync, run 12, since 2026-03-03 02:00:03, by process 4711 on crm-host}. */
  String words() {
    return "%s%s, since %s, by %s"
        .formatted(
            command,
            run == null ? "" : ", run " + run,
            TIME.format(since.atZone(ZoneId.systemDefault())),
            process);
  }
}
