package io.dealsync.db;

import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Tells whether people have committed edits of one portal since it was last asked, and whether they
 * are editing now. It goes by what their transactions look like from outside, not by the times and
 * numbers that they wrote: a transaction that took long is noticed when it commits. For one thread.
 */
public final class EditTrace {

  private static final int PATIENCE_SECONDS = 10;

  private static final String SINCE =
      """
      SELECT txid_current_snapshot()::text,
             EXISTS (SELECT FROM dealsync.edit AS e
               WHERE e.txid >= txid_snapshot_xmin({0}::txid_snapshot)
                 AND NOT txid_visible_in_snapshot(e.txid, {0}::txid_snapshot)
                 AND {1} = ANY (e.portals) AND e.run_id IS NULL)
      """;

  /** Whoever has written to a table locks it until the transaction ends; runs are no people. */
  private static final String UNDER_WAY =
      """
      EXISTS (SELECT FROM pg_catalog.pg_locks AS held
              WHERE held.locktype = 'relation' AND held.granted AND held.mode = 'RowExclusiveLock'
                AND held.database = (SELECT d.oid FROM pg_catalog.pg_database AS d
                                     WHERE d.datname = pg_catalog.current_database())
                AND held.relation IN ('dealsync.deal'::regclass, 'dealsync.deal_contact'::regclass)
                AND held.pid <> pg_catalog.pg_backend_pid()
                AND NOT EXISTS (SELECT FROM dealsync.run_lock WHERE run_lock.backend_pid = held.pid AND {0}))
      """;

  /** Releases stand in no history; a deal that is carried is no news any more. */
  private static final String RELEASED =
      """
      SELECT max(d.released_at)::text FROM dealsync.deal AS d
      WHERE d.portal = {0} AND d.edit_mark IS NOT NULL AND d.released_at > {1}::timestamptz
      """;

  private final DSLContext jooq;
  private final String portal;
  private Optional<String> snapshot = Optional.empty();
  private String lastRelease = "-infinity";

  EditTrace(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /**
   * Whether someone's transaction has written to the desired side, of whichever portal, and has not
   * ended yet: what it does to its deals is nobody's business before that.
   */
  public boolean isUnderWay() {
    return jooq.select(field(condition(UNDER_WAY, Holder.ALIVE)))
        .queryTimeout(PATIENCE_SECONDS)
        .fetchSingle()
        .value1();
  }

  /** Whether someone has; at the first time nobody knows, and so it is true. */
  public boolean hasMoved() {
    if (snapshot.isEmpty()) {
      snapshot =
          Optional.of(
              jooq.resultQuery("SELECT txid_current_snapshot()::text")
                  .queryTimeout(PATIENCE_SECONDS)
                  .fetchSingle(0, String.class));
      return true;
    }
    Record now =
        jooq.resultQuery(SINCE, val(snapshot.get()), val(portal))
            .queryTimeout(PATIENCE_SECONDS)
            .fetchSingle();
    snapshot = Optional.of(now.get(0, String.class));
    return now.get(1, Boolean.class);
  }

  /** Whether someone has released deals that wait to be carried since it was last asked. */
  public boolean hasReleased() {
    Optional<String> release =
        Optional.ofNullable(
            jooq.resultQuery(RELEASED, val(portal), val(lastRelease))
                .queryTimeout(PATIENCE_SECONDS)
                .fetchSingle(0, String.class));
    lastRelease = release.orElse(lastRelease);
    return release.isPresent();
  }
}
