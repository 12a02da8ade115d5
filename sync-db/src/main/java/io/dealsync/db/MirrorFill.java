package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.DEAL_CONTACT;
import static io.dealsync.db.jooq.Tables.PULL;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.Fill;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Takeover;
import io.dealsync.plan.Rebase;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.SQLDataType;

/** A mirror being filled, through the connection that holds the run's lease. */
final class MirrorFill implements Fill {

  private static final JSONB NOTHING = JSONB.jsonb("[]");

  private final LeaseSession session;
  private final String portal;
  private final Journal journal;
  private final String scope;
  private final long reached;

  /**
   * @param reached where an earlier, unfinished fill of the scope has stopped; 0 for nowhere
   */
  private MirrorFill(
      LeaseSession session, String portal, Journal journal, String scope, long reached) {
    this.session = session;
    this.portal = portal;
    this.journal = journal;
    this.scope = scope;
    this.reached = reached;
  }

  static MirrorFill begin(LeaseSession session, String portal, Journal journal, String scope) {
    return new MirrorFill(
        session, portal, journal, scope, stoppedAt(session.jooq(), portal, scope));
  }

  private static long stoppedAt(DSLContext jooq, String portal, String scope) {
    return jooq.select(PULL.REACHED)
        .from(PULL)
        .where(PULL.PORTAL.eq(portal), PULL.SCOPE.eq(scope), PULL.COMPLETE.isFalse())
        .fetchOptional(PULL.REACHED)
        .orElse(0L);
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public long reached() {
    return reached;
  }

  @Override
  public Set<Long> take(List<Takeover> deals, long end) {
    return session.transactionResult(
        sql -> {
          ShortWaits.during(sql, deals, this::manage);
          Set<Long> givenLinks =
              new Adoptions(sql, portal).learn(deals.stream().map(MirrorFill::lesson).toList());
          List<Takeover> taken =
              deals.stream().filter(each -> !givenLinks.contains(each.deal())).toList();
          new DealStateTables(sql, portal, journal.run())
              .settled(taken.stream().map(MirrorFill::agreement).toList());
          record(sql, taken);
          remember(sql, end, false);
          return givenLinks;
        });
  }

  /**
   * Without a mark, because what follows is no edit. A deal that someone took in meanwhile has one
   * and is left alone, and so is one that has links here without being managed.
   */
  private void manage(DSLContext sql, List<Takeover> deals) {
    ArrayRows<Takeover> rows = new ArrayRows<>("fresh", deals);
    Field<Long> deal = rows.column("deal_id", BIGINT, Takeover::deal);
    sql.insertInto(DEAL, DEAL.PORTAL, DEAL.DEAL_ID, DEAL.EDIT_MARK)
        .select(
            sql.select(val(portal), deal, val((Long) null, BIGINT))
                .from(rows.table())
                .where(
                    notExists(
                        selectOne()
                            .from(DEAL_CONTACT)
                            .where(DEAL_CONTACT.PORTAL.eq(portal), DEAL_CONTACT.DEAL_ID.eq(deal))))
                .orderBy(deal))
        .onConflict(DEAL.PORTAL, DEAL.DEAL_ID)
        .doNothing()
        .execute();
  }

  private static Adoptions.Lesson lesson(Takeover deal) {
    return new Adoptions.Lesson(
        deal.deal(), OptionalLong.empty(), deal.image().canonical(), new Rebase.ToPortal());
  }

  private static Agreement agreement(Takeover deal) {
    return new Agreement(deal.deal(), deal.image(), OptionalLong.empty());
  }

  /** Without the rows an undo would not know what the run took in. */
  private void record(DSLContext sql, List<Takeover> taken) {
    if (taken.isEmpty()) {
      return;
    }
    ArrayRows<Takeover> rows = new ArrayRows<>("taken", taken);
    Field<Long> deal = rows.column("deal_id", BIGINT, Takeover::deal);
    Field<JSONB> image =
        rows.column("image", CLOB, each -> LinkJson.write(each.image().rows()))
            .cast(SQLDataType.JSONB);
    Field<JSONB> wanted =
        rows.column(
                "wanted", CLOB, each -> LinkJson.write(each.image().canonical().wantable().links()))
            .cast(SQLDataType.JSONB);
    sql.insertInto(
            CHANGE,
            CHANGE.RUN_ID,
            CHANGE.PORTAL,
            CHANGE.DEAL_ID,
            CHANGE.ACTION,
            CHANGE.REASON,
            CHANGE.ARGUMENTS,
            CHANGE.MODE,
            CHANGE.POLICY,
            CHANGE.BEFORE,
            CHANGE.TARGET,
            CHANGE.AFTER,
            CHANGE.ADOPT_FROM,
            CHANGE.ADOPT_TO,
            CHANGE.STATUS,
            CHANGE.ATTEMPTS,
            CHANGE.SENT_AT,
            CHANGE.SETTLED_AT)
        .select(
            sql.select(
                    val(journal.run()),
                    val(portal),
                    deal,
                    inline("manage"),
                    inline("taken in from the portal"),
                    inline(NOTHING),
                    inline(Mode.MIRROR.code()),
                    inline(Policy.HOLD.code()),
                    image,
                    wanted,
                    image,
                    inline(NOTHING),
                    wanted,
                    inline(ChangeStatus.VERIFIED.word()),
                    inline(1),
                    Sql.NOW,
                    Sql.NOW)
                .from(rows.table())
                .orderBy(deal))
        .execute();
  }

  @Override
  public void complete() {
    session.transaction(sql -> remember(sql, 0, true));
  }

  private void remember(DSLContext sql, long end, boolean complete) {
    ShortWaits.unlessLocked(sql, savepoint -> keep(savepoint, end, complete));
  }

  private void keep(DSLContext sql, long end, boolean complete) {
    sql.insertInto(PULL)
        .set(PULL.PORTAL, portal)
        .set(PULL.SCOPE, scope)
        .set(PULL.RUN_ID, journal.run())
        .set(PULL.REACHED, end)
        .set(PULL.COMPLETE, complete)
        .onConflict(PULL.PORTAL, PULL.SCOPE)
        .doUpdate()
        .set(PULL.RUN_ID, journal.run())
        .set(PULL.REACHED, end)
        .set(PULL.COMPLETE, complete)
        .set(PULL.CHANGED_AT, Sql.NOW)
        .execute();
  }
}
