package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.DEAL_CONTACT;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.OBSERVED_DEAL;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.dealsync.desired.Mode;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * How many deals of a portal stand where: one statement that reads the deals and links once and
 * takes the rest from indexes, so that it answers at once with a million links, too.
 *
 * @param managed managed deals
 * @param paused those among them that are paused
 * @param links desired links
 * @param edited deals edited since both sides last agreed
 * @param unread managed deals that were never read
 * @param held holds in force
 * @param openIntents changes that may have left and were never settled
 */
record StatusCounts(
    long managed, long paused, long links, long edited, long unread, long held, long openIntents) {

  private static final Condition EDITED = DEAL.EDIT_MARK.isNotNull();

  /** A deal loses its mark only when it is read, so that unread ones are all among the edited. */
  private static final Condition UNREAD =
      EDITED.and(
          notExists(
              selectOne()
                  .from(OBSERVED_DEAL)
                  .where(OBSERVED_DEAL.PORTAL.eq(DEAL.PORTAL))
                  .and(OBSERVED_DEAL.DEAL_ID.eq(DEAL.DEAL_ID))));

  private static final Condition OPEN = CHANGE.STATUS.in(inline("sent"), inline("unknown"));

  static StatusCounts of(DSLContext jooq, String portal) {
    Field<Integer> managed = count();
    Field<Integer> paused = count().filterWhere(DEAL.MODE.eq(inline(Mode.PAUSED.code())));
    Field<Integer> links = rows(DEAL_CONTACT, DEAL_CONTACT.PORTAL.eq(val(portal)));
    Field<Integer> edited = rows(DEAL, DEAL.PORTAL.eq(val(portal)).and(EDITED));
    Field<Integer> unread = rows(DEAL, DEAL.PORTAL.eq(val(portal)).and(UNREAD));
    Field<Integer> held = rows(HOLD, HOLD.PORTAL.eq(val(portal)));
    Field<Integer> open = rows(CHANGE, CHANGE.PORTAL.eq(val(portal)).and(OPEN));
    Record counted =
        jooq.select(managed, paused, links, edited, unread, held, open)
            .from(DEAL)
            .where(DEAL.PORTAL.eq(portal))
            .fetchSingle();
    return new StatusCounts(
        counted.get(managed),
        counted.get(paused),
        counted.get(links),
        counted.get(edited),
        counted.get(unread),
        counted.get(held),
        counted.get(open));
  }

  private static Field<Integer> rows(Table<?> table, Condition which) {
    return field(selectCount().from(table).where(which)).cast(SQLDataType.INTEGER);
  }
}
