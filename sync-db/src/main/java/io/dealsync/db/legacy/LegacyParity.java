package io.dealsync.db.legacy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Compares imported files, link by link, with what the portal last answered. */
public final class LegacyParity {

  private static final int FETCH = 10_000;

  private final Session session;
  private final String portal;
  private final Optional<String> source;
  private final int listed;

  private LegacyParity(Session session, String portal, Optional<String> source, int listed) {
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
    try (Session session = Session.open(database)) {
      LegacyParity parity = new LegacyParity(session, portal, source, listed);
      return session.transaction(parity::read);
    }
  }

  private ParityReport read() {
    session.sql().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    session.sql().execute("SET LOCAL work_mem = '64MB'");
    session.sql().execute("SET LOCAL jit = off");
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
    return session
        .sql()
        .fetchSingle("SELECT clock_timestamp()")
        .get(0, OffsetDateTime.class)
        .toInstant();
  }

  private List<LegacyFile> files() {
    return session
        .sql()
        .fetch(
            """
            SELECT * FROM dealsync.legacy_file
            WHERE portal = ? AND coalesce(source = ?::text, true) ORDER BY file_id""",
            portal,
            source.orElse(null))
        .map(LegacyImports::file);
  }

  private FileParity compare(LegacyFile file) {
    session.sql().execute("DROP TABLE IF EXISTS pg_temp.parity");
    session
        .sql()
        .execute(
            "CREATE TEMP TABLE parity AS SELECT * FROM dealsync.legacy_parity WHERE file_id = ?",
            file.id());
    session.sql().execute("ANALYZE parity");
    Record sums = sums();
    Record deals = deals();
    SetChecksum expected = new SetChecksum();
    SetChecksum found = new SetChecksum();
    sum(expected, found);
    return new FileParity(
        file,
        new LinkTally(
            total(file),
            sums.get("present", Long.class),
            sums.get("skipped", Long.class),
            sums.get("missing", Long.class)),
        deals.get("deals", Long.class),
        deals.get("whole", Long.class),
        sums.get("primaries", Long.class),
        sums.get("kept", Long.class),
        reasons(),
        expected.value(),
        found.value(),
        instant(sums.get("oldest", OffsetDateTime.class)),
        instant(sums.get("newest", OffsetDateTime.class)),
        missing());
  }

  private Record sums() {
    return session
        .sql()
        .fetchSingle(
            """
            SELECT count(*) FILTER (WHERE outcome = 'present') AS present,
                   count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
                   count(*) FILTER (WHERE outcome = 'missing') AS missing,
                   count(*) FILTER (WHERE outcome = 'present' AND is_primary) AS primaries,
                   count(*) FILTER (WHERE outcome = 'present' AND primary_kept) AS kept,
                   min(read_at) AS oldest, max(read_at) AS newest
            FROM parity""");
  }

  private Record deals() {
    return session
        .sql()
        .fetchSingle(
            """
            SELECT count(*) AS deals, count(*) FILTER (WHERE whole) AS whole
            FROM (SELECT bool_and(outcome = 'present') AS whole FROM parity
                  WHERE outcome <> 'skipped' GROUP BY legacy_deal_id) AS deal""");
  }

  /** Counted in the tables themselves, so that a link which the comparison lost would show. */
  private long total(LegacyFile file) {
    return session
        .sql()
        .fetchSingle(
            """
            SELECT (SELECT count(*) FROM dealsync.legacy_link WHERE file_id = ?)
                 + (SELECT count(*) FROM dealsync.legacy_leftover WHERE file_id = ? AND outcome <> 'duplicate')""",
            file.id(),
            file.id())
        .get(0, Long.class);
  }

  private List<ReasonCount> reasons() {
    return session
        .sql()
        .fetch(
            """
            SELECT outcome, reason, count(*) AS links FROM parity WHERE outcome <> 'present'
            GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2""")
        .map(
            row ->
                new ReasonCount(
                    row.get("outcome", String.class),
                    row.get("reason", String.class),
                    row.get("links", Long.class)));
  }

  private void sum(SetChecksum expected, SetChecksum found) {
    try (Stream<Record> links =
        session
            .sql()
            .resultQuery(
                """
                SELECT legacy_deal_id, legacy_contact_id, bool_or(outcome = 'present') FROM parity
                WHERE outcome <> 'skipped' AND legacy_deal_id <> '' AND legacy_contact_id <> ''
                GROUP BY 1, 2 ORDER BY 1, 2""")
            .fetchSize(FETCH)
            .fetchLazy()
            .stream()) {
      links.forEach(
          link -> {
            String deal = link.get(0, String.class);
            String contact = link.get(1, String.class);
            expected.add(deal, contact);
            if (link.get(2, Boolean.class)) {
              found.add(deal, contact);
            }
          });
    }
  }

  private List<MissingLink> missing() {
    return session
        .sql()
        .fetch(
            """
            SELECT line, legacy_deal_id, legacy_contact_id, deal_id, contact_id, reason, detail FROM parity
            WHERE outcome = 'missing' ORDER BY line, legacy_contact_id LIMIT ?""",
            listed)
        .map(
            row ->
                new MissingLink(
                    row.get("line", Integer.class),
                    row.get("legacy_deal_id", String.class),
                    row.get("legacy_contact_id", String.class),
                    optional(row.get("deal_id", Long.class)),
                    optional(row.get("contact_id", Long.class)),
                    row.get("reason", String.class),
                    row.get("detail", String.class)));
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime value) {
    return Optional.ofNullable(value).map(OffsetDateTime::toInstant);
  }
}
