package io.dealsync.db.legacy;

import io.dealsync.db.DatabaseException;
import io.dealsync.db.DatabaseException.Kind;
import java.security.SecureRandom;

/**
 * One import from a source at a time: a row that counts as long as its session lives, which an
 * advisory lock of a key that was drawn by chance shows. The lock alone decides nothing: everybody
 * who may connect can take advisory locks.
 */
final class ImportLock {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String ALIVE =
      """
      EXISTS (SELECT FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid = held.backend_pid
          AND a.usename = held.db_user::name AND a.datname = pg_catalog.current_database() AND l.database = a.datid
          AND l.classid::bigint = (held.lock_key >> 32) & 4294967295 AND l.objid::bigint = held.lock_key & 4294967295)\
      """;

  private ImportLock() {}

  /**
   * Takes the source for this session, until that is closed; in the current transaction.
   *
   * @throws DatabaseException when another process is importing from it
   */
  static void take(LegacySession session, FileKey key) {
    long lock = RANDOM.nextLong();
    session.list("SELECT pg_catalog.pg_advisory_lock(?)", row -> true, lock);
    int taken =
        session.execute(
            """
            INSERT INTO dealsync.import_lock AS held (portal, source, backend_pid, lock_key)
            VALUES (?, ?, pg_catalog.pg_backend_pid(), ?)
            ON CONFLICT (portal, source) DO UPDATE
              SET backend_pid = excluded.backend_pid, db_user = excluded.db_user, lock_key = excluded.lock_key, since = excluded.since
              WHERE held.backend_pid = excluded.backend_pid OR NOT\
            """
                + " "
                + ALIVE,
            key.portal(),
            key.source(),
            lock);
    if (taken == 0) {
      throw new DatabaseException(
          Kind.UNREACHABLE,
          "Another process is importing from %s for portal %s right now%s; wait for it to end."
              .formatted(key.source(), key.portal(), holder(session, key)));
    }
  }

  private static String holder(LegacySession session, FileKey key) {
    return session
        .list(
            """
            SELECT pg_catalog.format(' (PostgreSQL session %s of user %s, since %s)', held.backend_pid, held.db_user,
                     pg_catalog.to_char(held.since, 'YYYY-MM-DD HH24:MI:SS'))
            FROM dealsync.import_lock AS held WHERE (portal, source) = (?, ?)\
            """,
            row -> row.getString(1), key.portal(), key.source())
        .stream()
        .findFirst()
        .orElse("");
  }
}
