package io.dealsync.db.legacy;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the deals, or the contacts, of a source are called in Bitrix24. */
public final class MappingTable {

  private final LegacySession session;
  private final LegacyKind kind;
  private final String portal;
  private final String source;

  MappingTable(LegacySession session, LegacyKind kind, String portal, String source) {
    this.session = session;
    this.kind = kind;
    this.portal = portal;
    this.source = source;
  }

  /** Makes a row for each id that a link has. */
  void takeIn() {
    session.execute(
        kind.in("CREATE TEMP TABLE ambiguous_%k (legacy_id text COLLATE \"C\" PRIMARY KEY)"));
    session.execute(
        kind.in(
            """
            INSERT INTO dealsync.legacy_%k (portal, source, legacy_id)
            SELECT DISTINCT ?, ?, legacy_%k_id FROM wanted ORDER BY 3
            ON CONFLICT (portal, source, legacy_id) DO NOTHING\
            """),
        portal,
        source);
  }

  /**
   * Notes the ids that have no Bitrix24 id; those aside that a mapping has given several, so that
   * someone decides and not the portal.
   *
   * @return how many there are
   */
  public long gatherUnresolved() {
    return session.transaction(
        () -> {
          session.forWholeTables();
          session.execute(kind.in("DROP TABLE IF EXISTS pg_temp.unresolved_%k"));
          session.execute(
              kind.in(
                  """
                  CREATE TEMP TABLE unresolved_%k AS
                  SELECT row_number() OVER (ORDER BY legacy_id) - 1 AS place, legacy_id
                  FROM dealsync.legacy_%k
                  WHERE (portal, source) = (?, ?) AND %k_id IS NULL
                    AND legacy_id IN (SELECT legacy_%k_id FROM wanted)
                    AND legacy_id NOT IN (SELECT legacy_id FROM ambiguous_%k)\
                  """),
              portal,
              source);
          session.execute(kind.in("CREATE UNIQUE INDEX ON unresolved_%k (place)"));
          session.execute(kind.in("ANALYZE unresolved_%k"));
          return session.count(kind.in("SELECT count(*) FROM unresolved_%k"));
        });
  }

  /**
   * A page of the ids that were gathered, in their order.
   *
   * @param from how many come before it
   */
  public List<String> unresolved(long from, int limit) {
    return session.transaction(
        () ->
            session.list(
                kind.in(
                    """
                    SELECT legacy_id FROM unresolved_%k
                    WHERE place >= ? AND place < ? ORDER BY place\
                    """),
                row -> row.getString(1),
                from,
                from + limit));
  }

  /** Writes down what was found; ids that someone has mapped meanwhile stay as they are. */
  public void record(List<FoundId> found) {
    session.transaction(
        () ->
            session.execute(
                kind.in(
                    """
                    UPDATE dealsync.legacy_%k AS mapping
                    SET %k_id = found.id, problem = nullif(found.problem, ''),
                        resolved_at = CASE WHEN found.id IS NOT NULL THEN clock_timestamp() END
                    FROM unnest(?::text[], ?::bigint[], ?::text[]) AS found (legacy_id, id, problem)
                    WHERE (mapping.portal, mapping.source) = (?, ?)
                      AND mapping.legacy_id = found.legacy_id AND mapping.%k_id IS NULL\
                    """),
                found.stream().map(FoundId::legacyId).toArray(String[]::new),
                found.stream().map(MappingTable::nullable).toArray(Long[]::new),
                found.stream().map(FoundId::problem).toArray(String[]::new),
                portal,
                source));
  }

  private static @Nullable Long nullable(FoundId found) {
    return found.id().isPresent() ? found.id().getAsLong() : null;
  }

  /** Takes over a mapping, all of it at once. It counts more than what was there. */
  public MappingLoad load(Iterator<MappedId> mapping) {
    return session.transaction(
        () -> {
          session.forWholeTables();
          long rows = stage(mapping);
          long set = setUnambiguous();
          refuseAmbiguous();
          return report(rows, set);
        });
  }

  private long stage(Iterator<MappedId> mapping) {
    session.execute(
        "CREATE TEMP TABLE given (line integer, legacy_id text COLLATE \"C\", id bigint) ON COMMIT"
            + " DROP");
    CopyText copy = session.copyIn("COPY given FROM STDIN");
    long rows = 0;
    try {
      while (mapping.hasNext()) {
        MappedId each = mapping.next();
        copy.number(each.line()).text(each.legacyId()).number(each.id()).endRow();
        rows++;
      }
    } catch (RuntimeException | Error failure) {
      copy.cancel();
      throw failure;
    }
    copy.end();
    session.execute(
        """
        CREATE TEMP TABLE mapped ON COMMIT DROP AS
        SELECT legacy_id, min(id) AS id, count(DISTINCT id) AS ids FROM given GROUP BY legacy_id\
        """);
    session.execute("ANALYZE mapped");
    return rows;
  }

  private long setUnambiguous() {
    return session.execute(
        kind.in(
            """
            UPDATE dealsync.legacy_%k AS mapping
            SET %k_id = mapped.id, problem = NULL, resolved_at = clock_timestamp()
            FROM mapped
            WHERE (mapping.portal, mapping.source) = (?, ?) AND mapping.legacy_id = mapped.legacy_id
              AND mapped.ids = 1 AND mapping.%k_id IS DISTINCT FROM mapped.id\
            """),
        portal,
        source);
  }

  private void refuseAmbiguous() {
    session.execute(
        kind.in(
            """
            UPDATE dealsync.legacy_%k AS mapping
            SET %k_id = NULL, resolved_at = NULL, problem = format(
              'mapped to %s ids: %s', mapped.ids,
              (SELECT string_agg(format('%s on line %s', id, line), ', ' ORDER BY line)
               FROM (SELECT id, min(line) AS line FROM given WHERE given.legacy_id = mapped.legacy_id
                     GROUP BY id ORDER BY 2 LIMIT 5) AS each))
            FROM mapped
            WHERE (mapping.portal, mapping.source) = (?, ?) AND mapping.legacy_id = mapped.legacy_id
              AND mapped.ids > 1\
            """),
        portal,
        source);
    session.execute(
        kind.in(
            """
            INSERT INTO ambiguous_%k SELECT legacy_id FROM mapped WHERE ids > 1
            ON CONFLICT DO NOTHING\
            """));
  }

  private MappingLoad report(long rows, long set) {
    return session.one(
        kind.in(
            """
            SELECT count(*) FILTER (WHERE mapped.ids > 1) AS ambiguous,
                   count(*) FILTER (WHERE mapping.legacy_id IS NULL) AS unneeded
            FROM mapped LEFT JOIN dealsync.legacy_%k AS mapping
              ON (mapping.portal, mapping.source, mapping.legacy_id) = (?, ?, mapped.legacy_id)\
            """),
        row -> new MappingLoad(rows, set, row.getLong("unneeded"), row.getLong("ambiguous")),
        portal,
        source);
  }

  /** How far its ids are resolved. */
  public IdCounts counts() {
    return session.transaction(
        () -> {
          session.forWholeTables();
          return session.one(
              kind.in(
                  """
                  SELECT count(*) AS wanted,
                         count(*) FILTER (WHERE mapping.problem IS NOT NULL) AS problems,
                         count(*) FILTER (WHERE mapping.problem IS NULL AND mapping.%k_id IS NOT NULL) AS resolved
                  FROM (SELECT DISTINCT legacy_%k_id AS legacy_id FROM wanted) AS wanted
                  LEFT JOIN dealsync.legacy_%k AS mapping
                    ON (mapping.portal, mapping.source) = (?, ?) AND mapping.legacy_id = wanted.legacy_id\
                  """),
              row ->
                  new IdCounts(
                      row.getLong("wanted"), row.getLong("resolved"), row.getLong("problems")),
              portal,
              source);
        });
  }
}
