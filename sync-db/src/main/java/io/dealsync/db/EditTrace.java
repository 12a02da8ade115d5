package io.dealsync.db;

import static org.jooq.impl.DSL.val;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Tells whether people have committed edits of one portal since it was last asked. It goes by what
 * their transactions look like from outside, not by the times and numbers that they wrote: a
 * transaction that took long is noticed when it commits. For one thread.
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

  private final DSLContext jooq;
  private final String portal;
  private Optional<String> snapshot = Optional.empty();

  EditTrace(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /** Whether somebody has; at the first time nobody knows, and so it is true. */
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
}
