package io.dealsync.db.legacy;

import java.util.OptionalLong;

/**
 * Takes links out of the desired side again that were moved there and have left the other CRM
 * since. Deals that wait because one of their rows was rejected keep theirs: the rejected row may
 * be just the link.
 */
final class Withdrawal {

  private final LegacySession session;
  private final String portal;
  private final String source;
  private final MirrorRun journal;

  Withdrawal(LegacySession session, String portal, String source) {
    this.session = session;
    this.portal = portal;
    this.source = source;
    this.journal = new MirrorRun(session, portal, "resolve");
  }

  /** Looks for them, and remembers them for {@link #run}. */
  StaleLinks look() {
    session.forWholeTables();
    session.execute("DROP TABLE IF EXISTS pg_temp.stale_link");
    session.execute(
        """
        CREATE TEMP TABLE stale_link AS
        SELECT surplus.deal_id, surplus.contact_id,
               EXISTS (SELECT FROM dealsync.open_legacy_reject AS reject
                       WHERE (reject.portal, reject.source) = (surplus.portal, surplus.source)
                         AND reject.legacy_deal_id IN ('', surplus.legacy_deal_id)) AS waits
        FROM dealsync.surplus_legacy_link AS surplus
        WHERE (surplus.portal, surplus.source) = (?, ?) AND surplus.is_desired\
        """,
        portal,
        source);
    session.execute("ANALYZE stale_link");
    return session.one(
        """
        WITH stale AS (
          SELECT deal_id, count(*) AS links FROM stale_link WHERE NOT waits GROUP BY deal_id
        ), left_over AS (
          SELECT stale.deal_id, stale.links,
                 (SELECT count(*) FROM dealsync.deal_contact AS desired
                  WHERE (desired.portal, desired.deal_id) = (?, stale.deal_id)) - stale.links AS remaining,
                 deal.mode
          FROM stale JOIN dealsync.deal AS deal ON (deal.portal, deal.deal_id) = (?, stale.deal_id)
        )
        SELECT coalesce(sum(links), 0), count(*), count(*) FILTER (WHERE remaining = 0 AND mode = 'mirror'),
               (SELECT count(*) FROM dealsync.deal WHERE portal = ? AND mode = 'mirror'),
               (SELECT count(*) FROM stale_link WHERE waits)
        FROM left_over\
        """,
        row ->
            new StaleLinks(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                OptionalLong.empty()),
        portal,
        portal,
        portal);
  }

  /**
   * Takes them out, journalled as a run. A deal that loses its primary link so gets the one that
   * the files name.
   *
   * @return what went
   */
  StaleLinks run(StaleLinks stale) {
    journal.before("SELECT DISTINCT deal_id FROM stale_link WHERE NOT waits");
    takeOut();
    journal.after("gone from " + source);
    return stale.journalledAs(journal.id());
  }

  private void takeOut() {
    session.execute(
        """
        WITH gone AS (
          DELETE FROM dealsync.deal_contact AS desired USING stale_link AS stale
          WHERE NOT stale.waits AND (desired.portal, desired.deal_id, desired.contact_id) = (?, stale.deal_id, stale.contact_id)
          RETURNING desired.deal_id, desired.contact_id
        )
        UPDATE dealsync.moved_legacy_link AS moved SET withdrawn_in = withdrawn_in || txid_current()
        FROM gone
        WHERE (moved.portal, moved.deal_id, moved.contact_id) = (?, gone.deal_id, gone.contact_id)\
        """,
        portal,
        portal);
    session.execute(
        """
        UPDATE dealsync.deal_contact AS desired SET is_primary = true
        FROM (
          SELECT DISTINCT ON (deal.deal_id) deal.deal_id, contact.contact_id
          FROM wanted
          JOIN dealsync.legacy_deal AS deal
            ON (deal.portal, deal.source, deal.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_deal_id)
          JOIN dealsync.legacy_contact AS contact
            ON (contact.portal, contact.source, contact.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_contact_id)
          WHERE wanted.is_primary AND deal.deal_id IN (SELECT deal_id FROM stale_link WHERE NOT waits)
          ORDER BY deal.deal_id, wanted.file_id DESC, wanted.line
        ) AS named
        WHERE (desired.portal, desired.deal_id, desired.contact_id) = (?, named.deal_id, named.contact_id)
          AND NOT EXISTS (SELECT FROM dealsync.deal_contact AS main
                          WHERE (main.portal, main.deal_id) = (desired.portal, desired.deal_id) AND main.is_primary)\
        """,
        portal);
  }
}
