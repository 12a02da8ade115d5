package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.DEAL_CONTACT;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.INTEGER;

import io.dealsync.db.jooq.Sequences;
import io.dealsync.link.Link;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Rebase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Writes into the desired tables what they learn from the portal. The edit history names dealsync
 * as the one who did it.
 */
final class Adoptions {

  private final DSLContext jooq;
  private final String portal;

  /**
   * What a deal's desired side learns.
   *
   * @param edit the edit of its desired side that is known of
   * @param to its desired links from now on
   * @param rebase what becomes of the base
   */
  record Lesson(long deal, OptionalLong edit, LinkSet to, Rebase rebase) {

    static Lesson of(Change change) {
      Adoption adoption = change.adoption().orElseThrow();
      return new Lesson(change.deal(), change.edit(), adoption.to(), adoption.rebase());
    }

    /** What comes from the portal is no edit to be carried there. */
    boolean isEdit() {
      return switch (rebase) {
        case Rebase.ToPortal ignored -> false;
        case Rebase.Unmanaged ignored -> false;
        case Rebase.Back back -> back.makesAnEditOf(to);
      };
    }
  }

  Adoptions(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /**
   * Carries out the adoptions of these changes, in the caller's transaction.
   *
   * @return deals that were edited after their change was decided: nothing was adopted there
   */
  Set<Long> carryOut(List<Change> changes) {
    return learn(
        changes.stream().filter(each -> each.adoption().isPresent()).map(Lesson::of).toList());
  }

  /**
   * As above, for lessons of any kind.
   *
   * @return deals with another edit than the one that is known of: they have learnt nothing
   */
  Set<Long> learn(List<Lesson> lessons) {
    if (lessons.isEmpty()) {
      return Set.of();
    }
    Set<Long> edited = lockedAndEdited(lessons);
    edited.addAll(withLockedLinks(without(lessons, edited)));
    ShortWaits.during(
            jooq,
            without(lessons, edited),
            (savepoint, part) -> new Adoptions(savepoint, portal).write(part))
        .forEach(each -> edited.add(each.deal()));
    List<Lesson> learnt = without(lessons, edited);
    clearMarks(learnt.stream().filter(each -> !each.isEdit()).toList());
    mark(learnt.stream().filter(Lesson::isEdit).toList());
    return edited;
  }

  private static List<Lesson> without(List<Lesson> lessons, Set<Long> deals) {
    return lessons.stream().filter(each -> !deals.contains(each.deal())).toList();
  }

  /**
   * The lock lasts until commit: nobody can edit the deals between this look and the writing. A
   * deal that someone else has locked is being edited; waiting for their commit could take for
   * ever.
   */
  private Set<Long> lockedAndEdited(List<Lesson> lessons) {
    ArrayRows<Lesson> rows = new ArrayRows<>("lesson", lessons);
    Field<Long> deal = rows.column("deal_id", BIGINT, Lesson::deal);
    Field<Long> edit = rows.column("edit_mark", BIGINT, each -> Sql.nullable(each.edit()));
    Set<Long> unedited =
        jooq.select(DEAL.DEAL_ID)
            .from(DEAL)
            .join(rows.table())
            .on(DEAL.DEAL_ID.eq(deal), DEAL.EDIT_MARK.isNotDistinctFrom(edit))
            .where(DEAL.PORTAL.eq(portal))
            .orderBy(DEAL.DEAL_ID)
            .forNoKeyUpdate()
            .of(DEAL)
            .skipLocked()
            .fetchSet(DEAL.DEAL_ID);
    return lessons.stream()
        .map(Lesson::deal)
        .filter(each -> !unedited.contains(each))
        .collect(Collectors.toSet());
  }

  /**
   * A statement that is still running has locked links already, and their deals not yet: it will
   * wait for the deals that are locked here, so nothing here may wait for it.
   */
  private Set<Long> withLockedLinks(List<Lesson> lessons) {
    Long[] deals = ids(lessons);
    return jooq.resultQuery(
            """
            WITH free AS MATERIALIZED (
              SELECT deal_id, contact_id FROM dealsync.deal_contact
              WHERE portal = {0} AND deal_id = ANY ({1})
              ORDER BY deal_id, contact_id FOR UPDATE SKIP LOCKED)
            SELECT DISTINCT link.deal_id
            FROM dealsync.deal_contact AS link LEFT JOIN free USING (deal_id, contact_id)
            WHERE link.portal = {0} AND link.deal_id = ANY ({1}) AND free.deal_id IS NULL\
            """,
            val(portal), val(deals))
        .fetchSet(0, Long.class);
  }

  private record Wanted(long deal, Link link) {}

  private void write(List<Lesson> unedited) {
    List<Wanted> wanted = new ArrayList<>();
    for (Lesson lesson : unedited) {
      for (Link link : lesson.to().wantable().links()) {
        wanted.add(new Wanted(lesson.deal(), link));
      }
    }
    ArrayRows<Wanted> rows = new ArrayRows<>("wanted", wanted);
    Field<Long> deal = rows.column("deal_id", BIGINT, Wanted::deal);
    Field<Long> contact = rows.column("contact_id", BIGINT, each -> each.link().contact());
    Field<Integer> sort = rows.column("sort", INTEGER, each -> each.link().sort());
    Field<Boolean> primary = rows.column("is_primary", BOOLEAN, each -> each.link().primary());
    jooq.deleteFrom(DEAL_CONTACT)
        .where(DEAL_CONTACT.PORTAL.eq(portal))
        .and(DEAL_CONTACT.DEAL_ID.eq(any(ids(unedited))))
        .and(
            notExists(
                selectOne()
                    .from(rows.table())
                    .where(DEAL_CONTACT.DEAL_ID.eq(deal), DEAL_CONTACT.CONTACT_ID.eq(contact))))
        .execute();
    jooq.insertInto(
            DEAL_CONTACT,
            DEAL_CONTACT.PORTAL,
            DEAL_CONTACT.DEAL_ID,
            DEAL_CONTACT.CONTACT_ID,
            DEAL_CONTACT.SORT,
            DEAL_CONTACT.IS_PRIMARY)
        .select(
            jooq.select(val(portal), deal, contact, sort, primary)
                .from(rows.table())
                .orderBy(deal, contact))
        .onConflict(DEAL_CONTACT.PORTAL, DEAL_CONTACT.DEAL_ID, DEAL_CONTACT.CONTACT_ID)
        .doUpdate()
        .set(DEAL_CONTACT.SORT, excluded(DEAL_CONTACT.SORT))
        .set(DEAL_CONTACT.IS_PRIMARY, excluded(DEAL_CONTACT.IS_PRIMARY))
        .where(
            row(DEAL_CONTACT.SORT, DEAL_CONTACT.IS_PRIMARY)
                .isDistinctFrom(
                    row(excluded(DEAL_CONTACT.SORT), excluded(DEAL_CONTACT.IS_PRIMARY))))
        .execute();
    checkPrimariesNow();
  }

  /** At commit it would be too late to leave out a deal that someone is adding a primary to. */
  private void checkPrimariesNow() {
    String rule = "SET CONSTRAINTS dealsync.deal_contact_at_most_one_primary_per_deal ";
    jooq.execute(rule + "IMMEDIATE");
    jooq.execute(rule + "DEFERRED");
  }

  private void clearMarks(List<Lesson> unedited) {
    jooq.update(DEAL)
        .setNull(DEAL.EDIT_MARK)
        .where(DEAL.PORTAL.eq(portal))
        .and(DEAL.DEAL_ID.eq(any(ids(unedited))))
        .execute();
  }

  /** Links that stay as they are make an edit, too, where the base goes back under them. */
  private void mark(List<Lesson> edits) {
    if (edits.isEmpty()) {
      return;
    }
    ArrayRows<Lesson> rows = new ArrayRows<>("unmarked", edits);
    Field<Long> deal = rows.column("deal_id", BIGINT, Lesson::deal);
    Field<Long> edit = rows.column("edit_mark", BIGINT, each -> Sql.nullable(each.edit()));
    jooq.update(DEAL)
        .set(DEAL.EDIT_MARK, Sequences.EDIT_MARK.nextval())
        .set(DEAL.EDITED_AT, Sql.NOW)
        .from(rows.table())
        .where(DEAL.PORTAL.eq(portal), DEAL.DEAL_ID.eq(deal))
        .and(DEAL.EDIT_MARK.isNotDistinctFrom(edit))
        .execute();
  }

  private static Long[] ids(List<Lesson> lessons) {
    return lessons.stream().map(Lesson::deal).toArray(Long[]::new);
  }
}
