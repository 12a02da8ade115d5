package io.dealsync.db;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** Who keeps a portal's row locked without being a run: someone with a transaction open. */
final class ForeignLock {

  private static final String HOLDERS =
      """
      SELECT DISTINCT pg_catalog.format('PostgreSQL session %s of user %s, application %s%s',
               a.pid, a.usename, coalesce(nullif(a.application_name, ''), 'unnamed'),
               pg_catalog.to_char(a.xact_start, '", in a transaction since" YYYY-MM-DD HH24:MI:SS'))
      FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
      WHERE l.granted AND l.pid <> pg_catalog.pg_backend_pid() AND l.mode <> 'AccessShareLock'
        AND l.database = a.datid AND l.relation = 'dealsync.run_lock'::regclass
      ORDER BY 1\
      """;

  private ForeignLock() {}

  static boolean isCauseOf(DatabaseException failure) {
    return failure.getCause() instanceof SQLException sql && "55P03".equals(sql.getSQLState());
  }

  /** The sessions in words; a foreign one is no run of dealsync, and ends when someone ends it. */
  static String words(DSLContext jooq) {
    List<String> holders = jooq.fetch(HOLDERS).into(String.class);
    return holders.isEmpty()
        ? "a foreign session had dealsync.run_lock locked, and has ended since"
        : holders.stream()
            .collect(Collectors.joining("; ", "foreign, not a run of dealsync: ", ""));
  }
}
