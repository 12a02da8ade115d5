package io.dealsync.db.legacy;

import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Turns resolved legacy links into desired links, whole deals only. Adds and never takes away
 * ({@link Withdrawal} does): what the desired side has stays, with its order and its primary
 * contact. Nor does it bring back what someone has taken out since the deal moved, be it a link or
 * the deal.
 */
final class DealMove {

  private final LegacySession session;
  private final String portal;
  private final String source;
  private final MoveOptions options;
  private final MirrorRun journal;

  DealMove(LegacySession session, String portal, String source, MoveOptions options) {
    this.session = session;
    this.portal = portal;
    this.source = source;
    this.options = options;
    this.journal = new MirrorRun(session, portal, "resolve");
  }

  /** The run that tells what was moved; empty when nothing was. */
  OptionalLong journalledAs() {
    return journal.id();
  }

  MoveCounts run(BooleanSupplier stop) {
    int chunks =
        session.transaction(
            () -> {
              session.forWholeTables();
              judgeDeals();
              return gatherLinks();
            });
    Moved total = Moved.NOTHING;
    for (int chunk = 0; chunk < chunks && !stop.getAsBoolean(); chunk++) {
      total = total.plus(moveChunk(chunk));
    }
    return counts(total);
  }

  /** What was done to some deals: how many, links offered and made, deals that had links before. */
  private record Moved(long deals, long offered, long links, long joined) {
    static final Moved NOTHING = new Moved(0, 0, 0, 0);

    Moved plus(Moved other) {
      return new Moved(
          deals + other.deals, offered + other.offered, links + other.links, joined + other.joined);
    }
  }

  private void judgeDeals() {
    session.execute(
        "DROP TABLE IF EXISTS pg_temp.taken_out, pg_temp.judged_deal, pg_temp.movable_link");
    session.execute(
        """
        CREATE TEMP TABLE taken_out AS
        SELECT legacy_deal_id, contact_id FROM dealsync.taken_out_legacy_link WHERE (portal, source) = (?, ?)\
        """,
        portal,
        source);
    session.execute("ANALYZE taken_out");
    session.execute(
        """
        CREATE TEMP TABLE judged_deal AS
        SELECT legacy_deal_id, deal_id, movable,
               CASE WHEN deal_id IS NULL                                THEN 'unresolved'
                    WHEN moved AND NOT managed                          THEN 'moved'
                    WHEN movable = 0 OR movable < links AND NOT partial THEN 'contacts'
                    WHEN rejected AND NOT partial                       THEN 'rejected'
                    WHEN moved AND news = 0                             THEN 'moved'
                    ELSE 'ready' END AS state
        FROM (
          SELECT wanted.legacy_deal_id, ?::boolean AS partial,
                 CASE WHEN deal.problem IS NULL THEN deal.deal_id END AS deal_id,
                 coalesce(deal.moved_to = deal.deal_id, false) AS moved, managed.deal_id IS NOT NULL AS managed,
                 count(*) AS links, count(contact.contact_id) AS movable,
                 count(contact.contact_id) FILTER (
                   WHERE desired.contact_id IS NULL AND taken_out.contact_id IS NULL) AS news,
                 wanted.legacy_deal_id IN (SELECT legacy_deal_id FROM dealsync.open_legacy_reject
                                           WHERE (portal, source) = (?, ?)) AS rejected
          FROM wanted
          LEFT JOIN dealsync.legacy_deal AS deal
            ON (deal.portal, deal.source, deal.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_deal_id)
          LEFT JOIN dealsync.legacy_contact AS contact
            ON (contact.portal, contact.source, contact.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_contact_id)
           AND contact.problem IS NULL
          LEFT JOIN dealsync.deal AS managed
            ON (managed.portal, managed.deal_id) = (wanted.portal, deal.moved_to)
          LEFT JOIN dealsync.deal_contact AS desired
            ON (desired.portal, desired.deal_id, desired.contact_id) = (wanted.portal, deal.moved_to, contact.contact_id)
          LEFT JOIN taken_out
            ON (taken_out.legacy_deal_id, taken_out.contact_id) = (wanted.legacy_deal_id, contact.contact_id)
          GROUP BY wanted.legacy_deal_id, deal.problem, deal.deal_id, deal.moved_to, managed.deal_id
        ) AS deal\
        """,
        options.partial(),
        portal,
        source);
    session.execute("ANALYZE judged_deal");
  }

  /** The links of the deals that are ready, one per contact, in chunks of whole deals. */
  private int gatherLinks() {
    session.execute(
        """
        CREATE TEMP TABLE movable_link AS
        SELECT (dense_rank() OVER (ORDER BY deal_id) - 1) / ? AS chunk, legacy_deal_id, legacy_contact_id, deal_id, contact_id, said,
               CASE WHEN min(sort) OVER deal < 1 OR count(sort) OVER deal < count(*) OVER deal
                    THEN 10 * row_number() OVER (deal ORDER BY sort, file_id, line, contact_id)
                    ELSE sort END AS sort,
               is_primary AND 1 = row_number() OVER (deal ORDER BY is_primary DESC, file_id DESC, line, contact_id) AS is_primary
        FROM (
          SELECT judged.legacy_deal_id, judged.deal_id, contact.contact_id, count(*) AS said,
                 min(wanted.legacy_contact_id) AS legacy_contact_id,
                 min(wanted.sort) AS sort, bool_or(wanted.is_primary) AS is_primary,
                 min(wanted.file_id) AS file_id, min(wanted.line) AS line
          FROM judged_deal AS judged
          JOIN wanted USING (legacy_deal_id)
          JOIN dealsync.legacy_contact AS contact
            ON (contact.portal, contact.source, contact.legacy_id) = (wanted.portal, wanted.source, wanted.legacy_contact_id)
          WHERE judged.state = 'ready' AND contact.contact_id IS NOT NULL AND contact.problem IS NULL
            AND (judged.legacy_deal_id, contact.contact_id) NOT IN (SELECT legacy_deal_id, contact_id FROM taken_out)
          GROUP BY 1, 2, 3
        ) AS link
        WINDOW deal AS (PARTITION BY deal_id)
        ORDER BY deal_id\
        """,
        options.deals());
    session.execute("CREATE INDEX ON movable_link (chunk)");
    session.execute("ANALYZE movable_link");
    return (int) session.count("SELECT coalesce(max(chunk) + 1, 0) FROM movable_link");
  }

  private Moved moveChunk(int chunk) {
    return session.transaction(
        () -> {
          journal.before("SELECT deal_id FROM movable_link WHERE chunk = ?", chunk);
          long joined = joined(chunk);
          if (options.addOnly()) {
            manageAsAddOnly(chunk);
          }
          long links = insertLinks(chunk);
          markMoved(chunk);
          journal.after("links of " + source);
          return session.one(
              "SELECT count(DISTINCT deal_id), count(*) FROM movable_link WHERE chunk = ?",
              row -> new Moved(row.getLong(1), row.getLong(2), links, joined),
              chunk);
        });
  }

  private long joined(int chunk) {
    return session.count(
        """
        SELECT count(DISTINCT deal_id) FROM dealsync.deal_contact
        WHERE portal = ? AND deal_id IN (SELECT deal_id FROM movable_link WHERE chunk = ?)\
        """,
        portal,
        chunk);
  }

  private void manageAsAddOnly(int chunk) {
    session.execute(
        """
        INSERT INTO dealsync.deal (portal, deal_id, mode)
        SELECT DISTINCT ?, deal_id, 'add_only' FROM movable_link WHERE chunk = ? ORDER BY 2
        ON CONFLICT (portal, deal_id) DO NOTHING\
        """,
        portal,
        chunk);
  }

  private long insertLinks(int chunk) {
    return session.execute(
        """
        WITH made AS (
          INSERT INTO dealsync.deal_contact (portal, deal_id, contact_id, sort, is_primary)
          SELECT ?, link.deal_id, link.contact_id, link.sort,
                 link.is_primary AND NOT EXISTS (SELECT FROM dealsync.deal_contact AS main
                   WHERE main.portal = ? AND main.deal_id = link.deal_id AND main.is_primary)
          FROM movable_link AS link WHERE link.chunk = ? ORDER BY link.deal_id, link.contact_id
          ON CONFLICT (portal, deal_id, contact_id) DO NOTHING
          RETURNING portal, deal_id, contact_id
        )
        INSERT INTO dealsync.moved_legacy_link AS moved (portal, source, deal_id, contact_id, legacy_deal_id, legacy_contact_id)
        SELECT made.portal, ?, made.deal_id, made.contact_id, link.legacy_deal_id, link.legacy_contact_id
        FROM made JOIN movable_link AS link USING (deal_id, contact_id)
        WHERE link.chunk = ?
        ON CONFLICT (portal, source, deal_id, contact_id) DO UPDATE
          SET legacy_deal_id = excluded.legacy_deal_id, legacy_contact_id = excluded.legacy_contact_id,
              moved_at = excluded.moved_at, moved_in = excluded.moved_in\
        """,
        portal,
        portal,
        chunk,
        source,
        chunk);
  }

  private void markMoved(int chunk) {
    session.execute(
        """
        UPDATE dealsync.legacy_deal AS mapping
        SET moved_to = judged.deal_id, moved_links = judged.movable,
            moved_at = CASE WHEN moved_to = judged.deal_id THEN moved_at ELSE clock_timestamp() END
        FROM judged_deal AS judged
        WHERE (mapping.portal, mapping.source) = (?, ?) AND mapping.legacy_id = judged.legacy_deal_id
          AND judged.legacy_deal_id IN (SELECT legacy_deal_id FROM movable_link WHERE chunk = ?)\
        """,
        portal,
        source,
        chunk);
  }

  private MoveCounts counts(Moved moved) {
    return session.transaction(
        () ->
            session.one(
                """
                SELECT count(*) FILTER (WHERE state = 'moved')      AS before,
                       count(*) FILTER (WHERE state = 'unresolved') AS unresolved,
                       count(*) FILTER (WHERE state = 'contacts')   AS contacts,
                       count(*) FILTER (WHERE state = 'rejected')   AS rejected,
                       (SELECT coalesce(sum(said - 1), 0) FROM movable_link) AS united
                FROM judged_deal\
                """,
                row ->
                    new MoveCounts(
                        moved.deals(),
                        row.getLong("before"),
                        row.getLong("unresolved"),
                        row.getLong("contacts"),
                        row.getLong("rejected"),
                        moved.links(),
                        moved.offered() - moved.links(),
                        row.getLong("united"),
                        moved.joined())));
  }
}
