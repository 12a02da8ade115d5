package io.dealsync.db.legacy;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a migration writes into the mirror, journalled as a run of its own: {@code dealsync undo}
 * takes it back. A run without changes is none.
 */
final class MirrorRun {

  private final LegacySession session;
  private final String portal;
  private final String command;
  private OptionalLong run = OptionalLong.empty();

  /**
   * @param command as the run is shown under
   */
  MirrorRun(LegacySession session, String portal, String command) {
    this.session = session;
    this.portal = portal;
    this.command = command;
  }

  /** Its id, once it has changed something. */
  OptionalLong id() {
    return run;
  }

  /**
   * Remembers what some deals want; in the transaction that is going to write it.
   *
   * @param deals a query of their ids
   */
  void before(String deals, @Nullable Object... values) {
    session.execute("DROP TABLE IF EXISTS pg_temp.wanted_before, pg_temp.written_deal");
    session.execute(
        "CREATE TEMP TABLE written_deal AS SELECT DISTINCT deal_id FROM (%s) AS written"
            .formatted(deals),
        values);
    session.execute("ANALYZE written_deal");
    session.execute(
        """
        CREATE TEMP TABLE wanted_before AS
        SELECT written.deal_id, deal.deal_id IS NOT NULL AS managed, dealsync.wanted_image(?, written.deal_id) AS wanted,
               CASE WHEN base.deal_id IS NOT NULL AND deal.deal_id IS NOT NULL
                    THEN dealsync.image(base.contacts, base.sorts, base.primaries) END AS agreed
        FROM written_deal AS written
        LEFT JOIN dealsync.deal AS deal ON (deal.portal, deal.deal_id) = (?, written.deal_id)
        LEFT JOIN dealsync.base_deal AS base ON (base.portal, base.deal_id) = (?, written.deal_id)\
        """,
        portal,
        portal,
        portal);
  }

  /** Journals what they want otherwise now; in the same transaction. */
  void after(String why) {
    session.execute(
        """
        DELETE FROM wanted_before WHERE managed AND wanted = dealsync.wanted_image(?, deal_id)\
        """,
        portal);
    if (session.count("SELECT count(*) FROM wanted_before") > 0) {
      journal(why);
    }
  }

  private void journal(String why) {
    if (run.isEmpty()) {
      run =
          OptionalLong.of(session.count("SELECT dealsync.begin_mirror_run(?, ?)", portal, command));
    }
    session.count(
        """
        SELECT count(dealsync.journal_wanted(?, ?, deal_id, ?, managed, wanted, agreed)) FROM wanted_before\
        """,
        run.getAsLong(),
        portal,
        why);
  }
}
