package io.dealsync.db.legacy;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The links of one source on their way to the desired side of one portal. Takes a picture of the
 * links when it is opened; holds one connection.
 */
public final class LegacyResolution implements AutoCloseable {

  private final LegacySession session;
  private final String portal;
  private final String source;
  private OptionalLong journalledAs = OptionalLong.empty();

  private LegacyResolution(LegacySession session, String portal, String source) {
    this.session = session;
    this.portal = portal;
    this.source = source;
  }

  /** The sources whose complete files have links for a portal. */
  public static List<String> sources(DataSource database, String portal) {
    try (LegacySession session = LegacySession.open(database)) {
      return session.list(
          """
          SELECT DISTINCT source FROM dealsync.legacy_file
          WHERE portal = ? AND state = 'complete' ORDER BY 1\
          """,
          row -> row.getString(1),
          portal);
    }
  }

  /** The links of a source for a portal; each of their ids gets a row to map it in. */
  public static LegacyResolution open(DataSource database, String portal, String source) {
    LegacySession session = LegacySession.open(database);
    try {
      LegacyResolution resolution = new LegacyResolution(session, portal, source);
      resolution.prepare();
      return resolution;
    } catch (RuntimeException | Error failure) {
      session.close();
      throw failure;
    }
  }

  private void prepare() {
    session.transaction(
        () -> {
          session.forWholeTables();
          session.takeStatistics("legacy_file", "legacy_link");
          session.execute(
              """
              CREATE TEMP TABLE wanted AS
              SELECT * FROM dealsync.wanted_legacy_link WHERE (portal, source) = (?, ?)\
              """,
              portal,
              source);
          session.execute("ANALYZE wanted");
          for (LegacyKind kind : LegacyKind.values()) {
            ids(kind).takeIn();
          }
          session.takeStatistics("legacy_deal", "legacy_contact");
          return portal;
        });
  }

  /** The formats of the source's files. */
  public Set<String> formats() {
    return new TreeSet<>(
        session.transaction(
            () ->
                session.list(
                    """
                    SELECT DISTINCT format FROM dealsync.legacy_file
                    WHERE (portal, source) = (?, ?) AND state = 'complete'\
                    """,
                    row -> row.getString(1),
                    portal,
                    source)));
  }

  /** How many links shall move. */
  public long links() {
    return session.transaction(() -> session.count("SELECT count(*) FROM wanted"));
  }

  /** What the deals, or the contacts, are called in Bitrix24. */
  public MappingTable ids(LegacyKind kind) {
    return new MappingTable(session, kind, portal, source);
  }

  /**
   * Refuses deals that would become one deal, and withdraws problems that are none any more. Two
   * contacts may become one.
   */
  public void judge() {
    session.commit(
        () -> {
          session.forWholeTables();
          refuseSharedDeals();
          withdrawContactProblems();
        });
  }

  private void refuseSharedDeals() {
    session.execute(
        """
        UPDATE dealsync.legacy_deal AS mapping SET problem = judged.problem
        FROM (
          SELECT legacy_id,
                 'Bitrix24 deal ' || deal_id || ' is also that of ' || left(string_agg(legacy_id, ', ') OVER (
                   PARTITION BY deal_id ORDER BY legacy_id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW), 200) AS problem
          FROM dealsync.legacy_deal
          WHERE (portal, source) = (?, ?) AND deal_id IS NOT NULL
            AND legacy_id IN (SELECT legacy_deal_id FROM wanted)
        ) AS judged
        WHERE (mapping.portal, mapping.source) = (?, ?) AND mapping.legacy_id = judged.legacy_id
          AND mapping.problem IS DISTINCT FROM judged.problem\
        """,
        portal,
        source,
        portal,
        source);
  }

  private void withdrawContactProblems() {
    session.execute(
        """
        UPDATE dealsync.legacy_contact SET problem = NULL
        WHERE (portal, source) = (?, ?) AND contact_id IS NOT NULL AND problem IS NOT NULL\
        """,
        portal,
        source);
  }

  /**
   * Moves the deals that can be moved, some in one transaction, never half of one.
   *
   * @param stop asked between transactions
   */
  public MoveCounts move(MoveOptions options, BooleanSupplier stop) {
    DealMove move = new DealMove(session, portal, source, options);
    MoveCounts moved = move.run(stop);
    journalledAs = move.journalledAs();
    session.commit(() -> session.takeStatistics("legacy_deal", "deal", "deal_contact"));
    return moved;
  }

  /** The run that tells what was moved, and by which that can be undone. */
  public OptionalLong journalledAs() {
    return journalledAs;
  }

  /**
   * Takes out of the desired side what was moved there and has left the other CRM since, all of it
   * or nothing.
   *
   * @param approval is asked, with what would go
   * @return what would go, or went
   */
  public StaleLinks withdraw(Predicate<StaleLinks> approval) {
    return session.transaction(
        () -> {
          Withdrawal withdrawal = new Withdrawal(session, portal, source);
          StaleLinks stale = withdrawal.look();
          return stale.links() > 0 && approval.test(stale) ? withdrawal.run(stale) : stale;
        });
  }

  /** The ids that block most links. */
  public List<Blocker> blockers(int limit) {
    return session.transaction(
        () -> {
          session.forWholeTables();
          return session.list(
              """
              SELECT what, legacy_id, reason, links FROM dealsync.unresolved_legacy_link
              WHERE (portal, source) = (?, ?) ORDER BY links DESC, what DESC, legacy_id LIMIT ?\
              """,
              row ->
                  new Blocker(
                      row.getString("what"),
                      row.getString("legacy_id"),
                      row.getString("reason"),
                      row.getLong("links")),
              portal,
              source,
              limit);
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
