package io.dealsync.db.legacy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Compares imported files, link by link, with what the portal last answered. */
public final class LegacyParity {

  private final LegacySession session;
  private final String portal;
  private final Optional<String> source;
  private final int listed;

  private LegacyParity(LegacySession session, String portal, Optional<String> source, int listed) {
    this.session = session;
    this.portal = portal;
    this.source = source;
    this.listed = listed;
  }

  /**
   * Compares the files of a portal.
   *
   * @param source only those of this source; all when empty
   * @param listed how many missing links of each file are listed one by one
   */
  public static ParityReport read(
      DataSource database, String portal, Optional<String> source, int listed) {
    try (LegacySession session = LegacySession.open(database)) {
      LegacyParity parity = new LegacyParity(session, portal, source, listed);
      return session.transaction(parity::read);
    }
  }

  private ParityReport read() {
    session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    session.forWholeTables();
    List<LegacyFile> files = files();
    List<FileParity> compared = new ArrayList<>();
    List<LegacyFile> notCompared = new ArrayList<>();
    for (LegacyFile file : files) {
      if (file.state() == LegacyFile.State.COMPLETE) {
        compared.add(compare(file));
      } else {
        notCompared.add(file);
      }
    }
    return new ParityReport(portal, now(), compared, notCompared);
  }

  private Instant now() {
    return session.one(
        "SELECT clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class).toInstant());
  }

  private List<LegacyFile> files() {
    return session.list(
        """
        SELECT * FROM dealsync.legacy_file
        WHERE portal = ? AND coalesce(source = ?::text, true) ORDER BY file_id\
        """,
        LegacyImports::file,
        portal,
        source.orElse(null));
  }

  /** What is counted over all links of a file. */
  private record Sums(
      long present,
      long skipped,
      long missing,
      long primaries,
      long kept,
      Optional<Instant> oldest,
      Optional<Instant> newest) {}

  /** How many deals there are, and how many are whole. */
  private record Deals(long all, long whole) {}

  private FileParity compare(LegacyFile file) {
    session.execute("DROP TABLE IF EXISTS pg_temp.parity");
    session.execute(
        "CREATE TEMP TABLE parity AS SELECT * FROM dealsync.legacy_parity WHERE file_id = ?",
        file.id());
    session.execute("ANALYZE parity");
    gatherSurplus(file);
    long surplus = session.count("SELECT count(*) FROM surplus");
    Sums sums = sums();
    Deals deals = deals();
    SetChecksum expected = new SetChecksum();
    SetChecksum found = new SetChecksum();
    sum(expected, found);
    return new FileParity(
        file,
        new LinkTally(total(file), sums.present(), sums.skipped(), sums.missing()),
        deals.all(),
        deals.whole(),
        surplus,
        surplusLinks(),
        sums.primaries(),
        sums.kept(),
        reasons(),
        expected.value(),
        found.value(),
        sums.oldest(),
        sums.newest(),
        missing());
  }

  /** Told once for a source, with its latest file. */
  private void gatherSurplus(LegacyFile file) {
    session.execute("DROP TABLE IF EXISTS pg_temp.surplus");
    session.execute(
        """
        CREATE TEMP TABLE surplus AS
        SELECT * FROM dealsync.surplus_legacy_link
        WHERE (portal, source) = (?, ?) AND on_portal AND ? = (
          SELECT max(file_id) FROM dealsync.legacy_file WHERE (portal, source, state) = (?, ?, 'complete'))\
        """,
        file.portal(),
        file.source(),
        file.id(),
        file.portal(),
        file.source());
  }

  private List<SurplusLink> surplusLinks() {
    return session.list(
        """
        SELECT legacy_deal_id, legacy_contact_id, deal_id, contact_id, is_desired FROM surplus
        ORDER BY 1, 2 LIMIT ?\
        """,
        row ->
            new SurplusLink(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getBoolean(5)),
        listed);
  }

  private Sums sums() {
    return session.one(
        """
        SELECT count(*) FILTER (WHERE outcome = 'present') AS present,
               count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
               count(*) FILTER (WHERE outcome = 'missing') AS missing,
               count(*) FILTER (WHERE outcome = 'present' AND is_primary) AS primaries,
               count(*) FILTER (WHERE outcome = 'present' AND primary_kept) AS kept,
               min(read_at) AS oldest, max(read_at) AS newest
        FROM parity\
        """,
        row ->
            new Sums(
                row.getLong("present"),
                row.getLong("skipped"),
                row.getLong("missing"),
                row.getLong("primaries"),
                row.getLong("kept"),
                LegacySession.instant(row, "oldest"),
                LegacySession.instant(row, "newest")));
  }

  private Deals deals() {
    return session.one(
        """
        SELECT count(*), count(*) FILTER (WHERE whole)
        FROM (SELECT bool_and(outcome = 'present') AS whole FROM parity
              WHERE outcome <> 'skipped' GROUP BY legacy_deal_id) AS deal\
        """,
        row -> new Deals(row.getLong(1), row.getLong(2)));
  }

  /** Counted in the tables themselves, so that a link which the comparison lost would show. */
  private long total(LegacyFile file) {
    return session.count(
        """
        SELECT (SELECT count(*) FROM dealsync.legacy_link WHERE file_id = ?)
             + (SELECT count(*) FROM dealsync.legacy_leftover WHERE file_id = ? AND outcome <> 'duplicate')\
        """,
        file.id(),
        file.id());
  }

  private List<ReasonCount> reasons() {
    return session.list(
        """
        SELECT outcome, reason, count(*) AS links FROM parity WHERE outcome <> 'present'
        GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2\
        """,
        row ->
            new ReasonCount(
                row.getString("outcome"), row.getString("reason"), row.getLong("links")));
  }

  /** A link of the sets that are summed up. */
  private record Compared(String deal, String contact, boolean expected, boolean found) {}

  private void sum(SetChecksum expected, SetChecksum found) {
    session.forEach(
        """
        SELECT legacy_deal_id, legacy_contact_id, bool_or(expected), bool_or(found)
        FROM (
          SELECT legacy_deal_id, legacy_contact_id, true AS expected, outcome = 'present' AS found FROM parity
          WHERE outcome <> 'skipped' AND legacy_deal_id <> '' AND legacy_contact_id <> ''
          UNION ALL
          SELECT legacy_deal_id, legacy_contact_id, false, true FROM surplus
        ) AS link
        GROUP BY 1, 2 ORDER BY 1, 2\
        """,
        row ->
            new Compared(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)),
        link -> {
          if (link.expected()) {
            expected.add(link.deal(), link.contact());
          }
          if (link.found()) {
            found.add(link.deal(), link.contact());
          }
        });
  }

  private List<MissingLink> missing() {
    return session.list(
        """
        SELECT line, legacy_deal_id, legacy_contact_id, deal_id, contact_id, reason, detail FROM parity
        WHERE outcome = 'missing' ORDER BY line, legacy_contact_id LIMIT ?\
        """,
        row ->
            new MissingLink(
                row.getInt("line"),
                row.getString("legacy_deal_id"),
                row.getString("legacy_contact_id"),
                LegacySession.optionalLong(row, "deal_id"),
                LegacySession.optionalLong(row, "contact_id"),
                row.getString("reason"),
                row.getString("detail")),
        listed);
  }
}
