package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.RUN;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.SQLDataType.BIGINT;

import io.dealsync.guard.GuardWindow;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.DealStory;
import io.dealsync.journal.HoldRecord;
import io.dealsync.journal.MissingContact;
import io.dealsync.journal.PortalFigures;
import io.dealsync.journal.PortalStatus;
import io.dealsync.journal.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The memory of all runs, read from the journal's tables. */
final class JournalArchive implements Archive {

  /**
   * Not a deal that was taken in, not a hold that was known before, and not one that its missing
   * contacts tell.
   */
  private static final Condition NEWS =
      CHANGE
          .ACTION
          .ne(inline("known"))
          .and(StoredPlan.TAKEN_IN.not())
          .and(
              notExists(
                  selectOne()
                      .from(HOLD)
                      .where(HOLD.PORTAL.eq(CHANGE.PORTAL), HOLD.DEAL_ID.eq(CHANGE.DEAL_ID))
                      .and(HOLD.RUN_ID.eq(CHANGE.RUN_ID))
                      .and(CHANGE.STATUS.eq(inline("held")))
                      .and(cardinality(HOLD.CONTACTS).gt(0))));

  private static final Field<Long> MISSING = field(name("gone", "contact_id"), BIGINT);

  private static final Condition FULL =
      RUN.COMMAND
          .in(inline("sync"), inline("apply"))
          .and(RUN.EVERYTHING)
          .and(RUN.STATE.in(inline("done"), inline("refused")));

  /** A mirror without a managed deal is equal to everything. */
  private static final Condition HAD_DEALS = RUN.MANAGED.isNull().or(RUN.MANAGED.gt(inline(0L)));

  private final DSLContext jooq;

  JournalArchive(DSLContext jooq) {
    this.jooq = jooq;
  }

  @Override
  public List<RunRecord> runs(String portal, int limit) {
    return jooq.selectFrom(RUN)
        .where(RUN.PORTAL.eq(portal))
        .orderBy(RUN.RUN_ID.desc())
        .limit(limit)
        .fetch(RunRows::record);
  }

  @Override
  public Optional<RunRecord> lastFull(String portal) {
    return jooq.selectFrom(RUN)
        .where(FULL.and(RUN.PORTAL.eq(portal)))
        .orderBy(RUN.RUN_ID.desc())
        .limit(1)
        .fetchOptional(RunRows::record);
  }

  @Override
  public Optional<RunRecord> run(long run) {
    return jooq.selectFrom(RUN).where(RUN.RUN_ID.eq(run)).fetchOptional(RunRows::record);
  }

  @Override
  public List<ChangeRecord> changes(long run, long after, int limit) {
    return jooq.selectFrom(CHANGE)
        .where(CHANGE.RUN_ID.eq(run))
        .and(CHANGE.DEAL_ID.gt(after))
        .orderBy(CHANGE.DEAL_ID)
        .limit(limit)
        .fetch(Stories::change);
  }

  @Override
  public List<ChangeRecord> news(long run, int limit) {
    return jooq.selectFrom(CHANGE)
        .where(CHANGE.RUN_ID.eq(run))
        .and(NEWS)
        .orderBy(CHANGE.DEAL_ID)
        .limit(limit)
        .fetch(Stories::change);
  }

  @Override
  public GuardWindow window(long run, Duration span) {
    String portal =
        jooq.select(RUN.PORTAL).from(RUN).where(RUN.RUN_ID.eq(run)).fetchSingle(RUN.PORTAL);
    return new LossRows(jooq, portal, run).window(span);
  }

  @Override
  public long planned(long run) {
    return jooq.fetchCount(
        CHANGE,
        CHANGE.RUN_ID.eq(run),
        CHANGE.STATUS.eq(inline("planned")),
        CHANGE.VERDICT.eq(inline("apply")));
  }

  @Override
  public long overwriting(long run) {
    return jooq.fetchCount(
        CHANGE,
        CHANGE.RUN_ID.eq(run),
        CHANGE.STATUS.eq(inline("planned")),
        CHANGE.VERDICT.eq(inline("apply")),
        CHANGE.METHOD.in(
            inline("crm.deal.contact.items.set"), inline("crm.deal.contact.items.delete")));
  }

  @Override
  public long missingContacts(long run) {
    return jooq.select(DSL.countDistinct(MISSING))
        .from(HOLD, unnest(HOLD.CONTACTS).as("gone", "contact_id"))
        .where(HOLD.RUN_ID.eq(run))
        .and(HOLD.ACKNOWLEDGED_AT.isNull())
        .fetchSingle()
        .value1();
  }

  @Override
  public List<MissingContact> missingContacts(long run, int skip, int limit) {
    Field<Long[]> deals = arrayAgg(HOLD.DEAL_ID).orderBy(HOLD.DEAL_ID);
    return jooq.select(MISSING, deals)
        .from(HOLD, unnest(HOLD.CONTACTS).as("gone", "contact_id"))
        .where(HOLD.RUN_ID.eq(run))
        .and(HOLD.ACKNOWLEDGED_AT.isNull())
        .groupBy(MISSING)
        .orderBy(DSL.count().desc(), MISSING)
        .limit(skip, limit)
        .fetch(row -> new MissingContact(row.value1(), List.of(row.value2())));
  }

  @Override
  public List<ChangeRecord> troubles(long run, int limit) {
    return jooq.selectFrom(CHANGE)
        .where(CHANGE.RUN_ID.eq(run))
        .and(NEWS)
        .and(
            CHANGE.STATUS.in(inline("unknown"), inline("failed"), inline("held"), inline("edited")))
        .orderBy(CHANGE.STATUS.eq(inline("held")), CHANGE.DEAL_ID)
        .limit(limit)
        .fetch(Stories::change);
  }

  @Override
  public List<ChangeRecord> mostAffected(long run, int limit) {
    return jooq.selectFrom(CHANGE)
        .where(CHANGE.RUN_ID.eq(run))
        .and(CHANGE.TARGET.isNotNull())
        .orderBy(CHANGE.EMPTIED.desc(), CHANGE.REMOVED.desc(), CHANGE.ADDED.desc(), CHANGE.DEAL_ID)
        .limit(limit)
        .fetch(Stories::change);
  }

  @Override
  public Optional<DealStory> deal(String portal, long deal) {
    return new Stories(jooq, portal, deal).tell();
  }

  @Override
  public List<HoldRecord> holds(String portal, long after, int limit) {
    return jooq.selectFrom(HOLD)
        .where(HOLD.PORTAL.eq(portal))
        .and(HOLD.DEAL_ID.gt(after))
        .orderBy(HOLD.DEAL_ID)
        .limit(limit)
        .fetch(Stories::hold);
  }

  @Override
  public PortalStatus status(String portal) {
    StatusCounts counts = StatusCounts.of(jooq, portal);
    return new PortalStatus(
        counts.managed(),
        counts.paused(),
        counts.links(),
        counts.unread(),
        counts.edited(),
        counts.held(),
        counts.openIntents(),
        Holder.of(jooq, portal).map(Holder::words),
        runs(portal, 1).stream().findFirst(),
        lastInSync(portal),
        lastLook(portal));
  }

  @Override
  public PortalFigures figures(String portal) {
    return new Figures(jooq, portal).all();
  }

  /**
   * As the exit code has it: what people know of does not count. A run over a part does not tell,
   * nor does one that had nothing to look at.
   */
  private Optional<Instant> lastInSync(String portal) {
    return jooq.select(RUN.FINISHED_AT)
        .from(RUN)
        .where(RUN.PORTAL.eq(portal))
        .and(RUN.OUTCOME.eq("in_sync"))
        .and(RUN.EVERYTHING)
        .and(HAD_DEALS)
        .orderBy(RUN.RUN_ID.desc())
        .limit(1)
        .fetchOptional(RUN.FINISHED_AT);
  }

  private Optional<Instant> lastLook(String portal) {
    return jooq.select(RUN.FINISHED_AT)
        .from(RUN)
        .where(FULL.and(RUN.PORTAL.eq(portal)).and(HAD_DEALS))
        .orderBy(RUN.RUN_ID.desc())
        .limit(1)
        .fetchOptional(RUN.FINISHED_AT);
  }
}
