package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.BASE_DEAL;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.DEAL_CONTACT;
import static io.dealsync.db.jooq.Tables.FAILURE_STREAK;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.OBSERVED_DEAL;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.trueCondition;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Selection;
import io.dealsync.link.DesiredLink;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The desired side of one portal in the tables {@code deal} and {@code deal_contact}. */
final class MirrorTables implements Mirror {

  /** Deals that are put into random order within some milliseconds. */
  private static final long FEW = 50_000;

  /** Deals of how many a sample is drawn when there are more. */
  private static final long DRAWN = 20_000;

  /** As part of the text: PostgreSQL takes "other than a parameter" for a rare thing. */
  static final Condition ACTIVE = DEAL.MODE.ne(inline(Mode.PAUSED.code()));

  /** The edit that waits is the one that a run has held. */
  private static final Condition HELD_EDIT =
      exists(
          selectOne()
              .from(HOLD)
              .where(HOLD.PORTAL.eq(DEAL.PORTAL), HOLD.DEAL_ID.eq(DEAL.DEAL_ID))
              .and(HOLD.EDIT_MARK.eq(DEAL.EDIT_MARK)));

  private final DSLContext jooq;
  private final String portal;
  private final int parkAfter;

  /**
   * @param parkAfter how many failures in a row park a deal
   */
  MirrorTables(DSLContext jooq, String portal, int parkAfter) {
    this.jooq = jooq;
    this.portal = portal;
    this.parkAfter = parkAfter;
  }

  @Override
  public ManagedDeals managed() {
    return DealCounts.of(jooq, portal);
  }

  /**
   * One statement a page, and so one moment: a deal that is taken out meanwhile never looks like
   * one that wants no contacts.
   */
  @Override
  public List<MirrorDeal> page(Selection selection, long after, int limit) {
    return deals(ACTIVE.and(condition(selection)), after, limit);
  }

  @Override
  public List<MirrorDeal> named(Collection<Long> deals) {
    return deals(DEAL.DEAL_ID.eq(any(deals.toArray(Long[]::new))), 0, deals.size());
  }

  @Override
  public long heldEdits() {
    return jooq.fetchCount(
        DEAL, DEAL.PORTAL.eq(portal).and(ACTIVE).and(DEAL.EDIT_MARK.isNotNull()).and(HELD_EDIT));
  }

  @Override
  public boolean hasEdits(Selection selection) {
    return jooq.fetchExists(
        DEAL,
        DEAL.PORTAL
            .eq(portal)
            .and(ACTIVE)
            .and(condition(selection))
            .and(DEAL.EDIT_MARK.isNotNull())
            .andNot(HELD_EDIT));
  }

  /** The bases are added up only when no deal has a link: at once, however many there are. */
  @Override
  public long lostLinks() {
    Condition active = DEAL.PORTAL.eq(portal).and(ACTIVE);
    Condition bare =
        notExists(
            selectOne()
                .from(DEAL_CONTACT)
                .join(DEAL)
                .on(DEAL.PORTAL.eq(DEAL_CONTACT.PORTAL), DEAL.DEAL_ID.eq(DEAL_CONTACT.DEAL_ID))
                .where(DEAL_CONTACT.PORTAL.eq(portal))
                .and(active));
    return jooq.select(coalesce(sum(cardinality(BASE_DEAL.CONTACTS)), inline(BigDecimal.ZERO)))
        .from(BASE_DEAL)
        .join(DEAL)
        .on(DEAL.PORTAL.eq(BASE_DEAL.PORTAL), DEAL.DEAL_ID.eq(BASE_DEAL.DEAL_ID))
        .where(active)
        .and(bare)
        .fetchSingle()
        .value1()
        .longValueExact();
  }

  /**
   * Every deal is as likely as any other, whatever its id. Of many deals only some blocks of the
   * table are looked at, enough for the sample to come from as many places; where that brings too
   * few, because the blocks are mostly empty or another portal's, all of them are gone through.
   * Deals that the portal did not show when last asked are left out: they cannot prove anything.
   */
  @Override
  public List<MirrorDeal> sample(int size) {
    long managed = managed().all();
    Long[] chosen = managed <= FEW ? drawn(size, "") : drawn(size, tableSample(managed));
    if (chosen.length < size && managed > FEW) {
      chosen = drawn(size, "");
    }
    return deals(ACTIVE.and(DEAL.DEAL_ID.eq(any(chosen))), 0, size);
  }

  private static String tableSample(long managed) {
    return "TABLESAMPLE SYSTEM (" + DRAWN * 100.0 / managed + ")";
  }

  private Long[] drawn(int size, String tableSample) {
    return jooq.fetch(
            """
            SELECT drawn.deal_id FROM
              (SELECT d.portal, d.deal_id FROM dealsync.deal AS d %s
               WHERE d.portal = {0} AND d.mode <> 'paused' ORDER BY pg_catalog.random() LIMIT {1}) AS drawn
            WHERE NOT EXISTS (SELECT FROM dealsync.observed_deal AS o
              WHERE o.portal = drawn.portal AND o.deal_id = drawn.deal_id AND o.state <> 'read')
            LIMIT {2}\
            """
                .formatted(tableSample),
            DSL.val(portal),
            DSL.val(4 * size),
            DSL.val(size))
        .into(Long.class)
        .toArray(Long[]::new);
  }

  private List<MirrorDeal> deals(Condition chosen, long after, int limit) {
    try (ResultSet rows = query(chosen, after, limit).fetchResultSet()) {
      return new DealRows(rows, parkAfter).all();
    } catch (SQLException e) {
      throw new DataAccessException("The deals cannot be read", e);
    }
  }

  /**
   * Every table is told where the page begins: a merge would otherwise go through all of it up to
   * there, page after page. The limit is part of the text: without knowing it, PostgreSQL plans for
   * a tenth of all deals, and sorts them.
   */
  private ResultQuery<?> query(Condition chosen, long after, int limit) {
    return jooq.select(DealRows.COLUMNS)
        .from(DEAL)
        .leftJoin(WantedLinks.OF_DEAL)
        .on(trueCondition())
        .leftJoin(BASE_DEAL)
        .on(BASE_DEAL.PORTAL.eq(DEAL.PORTAL), BASE_DEAL.DEAL_ID.eq(DEAL.DEAL_ID))
        .and(BASE_DEAL.DEAL_ID.gt(after))
        .leftJoin(HOLD)
        .on(HOLD.PORTAL.eq(DEAL.PORTAL), HOLD.DEAL_ID.eq(DEAL.DEAL_ID))
        .and(HOLD.DEAL_ID.gt(after))
        .leftJoin(FAILURE_STREAK)
        .on(FAILURE_STREAK.PORTAL.eq(DEAL.PORTAL), FAILURE_STREAK.DEAL_ID.eq(DEAL.DEAL_ID))
        .and(FAILURE_STREAK.DEAL_ID.gt(after))
        .leftJoin(OBSERVED_DEAL)
        .on(OBSERVED_DEAL.PORTAL.eq(DEAL.PORTAL), OBSERVED_DEAL.DEAL_ID.eq(DEAL.DEAL_ID))
        .and(OBSERVED_DEAL.DEAL_ID.gt(after))
        .where(DEAL.PORTAL.eq(portal))
        .and(DEAL.DEAL_ID.gt(after))
        .and(chosen)
        .orderBy(DEAL.DEAL_ID)
        .limit(inline(limit));
  }

  static Condition condition(Selection selection) {
    return switch (selection) {
      case Selection.All ignored -> noCondition();
      case Selection.Edited ignored -> DEAL.EDIT_MARK.isNotNull().and(not(HELD_EDIT));
      case Selection.Deals named -> DEAL.DEAL_ID.eq(any(named.deals().toArray(Long[]::new)));
    };
  }

  /** The desired link in a row of {@code deal_contact}. */
  static DesiredLink link(Record row) {
    Integer sort = row.get(DEAL_CONTACT.SORT);
    return new DesiredLink(
        row.get(DEAL_CONTACT.CONTACT_ID),
        sort == null ? OptionalInt.empty() : OptionalInt.of(sort),
        row.get(DEAL_CONTACT.IS_PRIMARY));
  }
}
