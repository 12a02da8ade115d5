package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.BASE_DEAL;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.DEAL_CONTACT;
import static io.dealsync.db.jooq.Tables.FAILURE_STREAK;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.OBSERVED_DEAL;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.trueCondition;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Selection;
import io.dealsync.desired.Standing;
import io.dealsync.link.DesiredLink;
import io.dealsync.link.LinkImage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The desired side of one portal in the tables {@code deal} and {@code deal_contact}. */
final class MirrorTables implements Mirror {

  private static final Field<Boolean> HELD = DSL.field(HOLD.DEAL_ID.isNotNull()).as("held");

  /** A parked deal is reported once, an acknowledged hold not again. */
  private static final Field<Boolean> KNOWN =
      DSL.field(HOLD.ACKNOWLEDGED_AT.isNotNull().or(HOLD.REASON.eq(HoldReason.PARKED.code())))
          .as("known");

  private static final Field<Boolean> SAME_EDIT =
      DSL.field(FAILURE_STREAK.EDIT_MARK.isNotDistinctFrom(DEAL.EDIT_MARK)).as("same_edit");

  private static final Field<Instant> READ_AT =
      DSL.coalesce(OBSERVED_DEAL.READ_AT, BASE_DEAL.AGREED_AT).as("read_at");

  private static final Condition ACTIVE = DEAL.MODE.ne(Codes.of(Mode.PAUSED));

  private final DSLContext jooq;
  private final String portal;
  private final int parkAfter;

  /**
   * @param parkAfter in how many runs in a row a deal fails before it is parked
   */
  MirrorTables(DSLContext jooq, String portal, int parkAfter) {
    this.jooq = jooq;
    this.portal = portal;
    this.parkAfter = parkAfter;
  }

  @Override
  public long managed() {
    return jooq.fetchCount(DEAL, DEAL.PORTAL.eq(portal));
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
    long before = deals.stream().mapToLong(Long::longValue).min().orElse(1) - 1;
    return deals(DEAL.DEAL_ID.eq(any(deals.toArray(Long[]::new))), before, deals.size());
  }

  /** Starts at random places of the key, so that it costs the same however many deals there are. */
  @Override
  public List<MirrorDeal> sample(int size) {
    if (managed() <= size) {
      return page(new Selection.All(), 0, size);
    }
    var ends =
        jooq.select(DSL.min(DEAL.DEAL_ID), DSL.max(DEAL.DEAL_ID))
            .from(DEAL)
            .where(DEAL.PORTAL.eq(portal))
            .fetchSingle();
    RandomGenerator random = RandomGenerator.getDefault();
    Set<Long> starts = new TreeSet<>();
    for (int i = 0; i < size; i++) {
      starts.add(random.nextLong(ends.value1(), ends.value2() + 1));
    }
    var start = DSL.unnest(starts.toArray(Long[]::new)).as("start", "deal_id");
    var next =
        DSL.lateral(
                DSL.select(DEAL.DEAL_ID)
                    .from(DEAL)
                    .where(DEAL.PORTAL.eq(portal))
                    .and(ACTIVE)
                    .and(DEAL.DEAL_ID.ge(start.field("deal_id", Long.class)))
                    .orderBy(DEAL.DEAL_ID)
                    .limit(1))
            .as("next");
    Long[] chosen =
        jooq.selectDistinct(next.field(DEAL.DEAL_ID))
            .from(start)
            .crossJoin(next)
            .fetch(next.field(DEAL.DEAL_ID))
            .toArray(Long[]::new);
    return deals(ACTIVE.and(DEAL.DEAL_ID.eq(any(chosen))), 0, size);
  }

  /**
   * The bound is repeated for each table, because PostgreSQL does not carry it over: it would go
   * through all rows before the page, again for every page.
   */
  private List<MirrorDeal> deals(Condition chosen, long after, int limit) {
    return jooq.select(
            DEAL.DEAL_ID,
            DEAL.MODE,
            DEAL.POLICY,
            DEAL.EDIT_MARK,
            BASE_DEAL.CONTACTS,
            BASE_DEAL.SORTS,
            BASE_DEAL.PRIMARIES,
            HELD,
            KNOWN,
            HOLD.REASON,
            HOLD.DETAIL,
            FAILURE_STREAK.RUNS_IN_A_ROW,
            FAILURE_STREAK.LAST_ERROR,
            SAME_EDIT,
            READ_AT)
        .select(WantedLinks.CONTACTS, WantedLinks.SORTS, WantedLinks.PRIMARY)
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
        .limit(limit)
        .fetch(this::deal);
  }

  private static Condition condition(Selection selection) {
    return switch (selection) {
      case Selection.All ignored -> noCondition();
      case Selection.Edited ignored -> DEAL.EDIT_MARK.isNotNull();
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

  private MirrorDeal deal(Record row) {
    return new MirrorDeal(
        row.get(DEAL.DEAL_ID),
        Codes.mode(row.get(DEAL.MODE)),
        Codes.optionalPolicy(row.get(DEAL.POLICY)),
        WantedLinks.set(row),
        base(row).map(LinkImage::canonical),
        Sql.optional(row.get(DEAL.EDIT_MARK)),
        standing(row));
  }

  private Standing standing(Record row) {
    Integer streak = row.get(FAILURE_STREAK.RUNS_IN_A_ROW);
    Optional<String> parked =
        streak != null && streak >= parkAfter && row.get(SAME_EDIT)
            ? Optional.of(
                "It failed in %d runs in a row, the last time so: %s"
                    .formatted(streak, row.get(FAILURE_STREAK.LAST_ERROR)))
            : Optional.empty();
    return new Standing(
        row.get(HELD) || streak != null,
        row.get(HELD) && row.get(KNOWN)
            ? Optional.of(new Standing.Known(row.get(HOLD.REASON), row.get(HOLD.DETAIL)))
            : Optional.empty(),
        parked,
        Optional.ofNullable(row.get(READ_AT)));
  }

  private static Optional<LinkImage> base(Record row) {
    return row.get(BASE_DEAL.CONTACTS) == null
        ? Optional.empty()
        : Optional.of(
            Images.image(
                row.get(BASE_DEAL.CONTACTS),
                row.get(BASE_DEAL.SORTS),
                row.get(BASE_DEAL.PRIMARIES)));
  }
}
