package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.PORTAL_STATE;
import static org.jooq.impl.DSL.excluded;

import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * How full portals' rate limits were when a process ended, so that the next one does not take for
 * free what this one has used.
 */
public final class BucketMemory {

  private final DSLContext jooq;

  BucketMemory(DSLContext jooq) {
    this.jooq = jooq;
  }

  /**
   * A level at a time.
   *
   * @param level requests queued
   */
  public record Level(double level, Instant at) {}

  /** What was last kept of a portal. */
  public Optional<Level> recall(String portal) {
    return jooq.selectFrom(PORTAL_STATE)
        .where(PORTAL_STATE.PORTAL.eq(portal))
        .fetchOptional(
            row -> new Level(row.get(PORTAL_STATE.BUCKET_LEVEL), row.get(PORTAL_STATE.BUCKET_AT)));
  }

  /** Keeps the level of a portal. */
  public void keep(String portal, Level level) {
    ShortWaits.unlessLocked(jooq, sql -> keep(sql, portal, level));
  }

  private static void keep(DSLContext sql, String portal, Level level) {
    sql.insertInto(
            PORTAL_STATE, PORTAL_STATE.PORTAL, PORTAL_STATE.BUCKET_LEVEL, PORTAL_STATE.BUCKET_AT)
        .values(portal, level.level(), level.at())
        .onConflict(PORTAL_STATE.PORTAL)
        .doUpdate()
        .set(PORTAL_STATE.BUCKET_LEVEL, excluded(PORTAL_STATE.BUCKET_LEVEL))
        .set(PORTAL_STATE.BUCKET_AT, excluded(PORTAL_STATE.BUCKET_AT))
        .execute();
  }
}
