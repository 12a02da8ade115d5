package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.BASE_DEAL;
import static io.dealsync.db.jooq.Tables.CHANGE;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.DEAL_CONTACT;
import static io.dealsync.db.jooq.Tables.EDIT_HISTORY;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.OBSERVED_DEAL;

import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealStory;
import io.dealsync.journal.EditRecord;
import io.dealsync.journal.HoldRecord;
import io.dealsync.link.LinkSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Everything known of one deal, gathered from all tables. */
final class Stories {

  /** As much of the past as a person reads. */
  private static final int ENOUGH = 50;

  private final DSLContext jooq;
  private final String portal;
  private final long deal;

  Stories(DSLContext jooq, String portal, long deal) {
    this.jooq = jooq;
    this.portal = portal;
    this.deal = deal;
  }

  Optional<DealStory> tell() {
    Optional<Record> managed =
        jooq.selectFrom(DEAL)
            .where(DEAL.PORTAL.eq(portal), DEAL.DEAL_ID.eq(deal))
            .fetchOptional()
            .map(row -> row);
    List<ChangeRecord> changes = changes();
    List<EditRecord> edits = edits();
    if (managed.isEmpty() && changes.isEmpty() && edits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DealStory(
            deal,
            managed.map(row -> Codes.mode(row.get(DEAL.MODE))),
            managed.flatMap(row -> Codes.optionalPolicy(row.get(DEAL.POLICY))),
            managed.map(Stories::note).orElse(""),
            desired(),
            base(),
            observed(),
            managed
                .filter(row -> row.get(DEAL.EDIT_MARK) != null)
                .map(row -> row.get(DEAL.EDITED_AT)),
            held(),
            changes,
            edits));
  }

  private static String note(Record row) {
    String note = row.get(DEAL.NOTE);
    return note == null ? "" : note;
  }

  private LinkSet desired() {
    return LinkSet.ofDesired(
        jooq.selectFrom(DEAL_CONTACT)
            .where(DEAL_CONTACT.PORTAL.eq(portal), DEAL_CONTACT.DEAL_ID.eq(deal))
            .fetch(MirrorTables::link));
  }

  private Optional<DealStory.Dated> base() {
    return jooq.selectFrom(BASE_DEAL)
        .where(BASE_DEAL.PORTAL.eq(portal), BASE_DEAL.DEAL_ID.eq(deal))
        .fetchOptional(
            row ->
                new DealStory.Dated(
                    Images.image(
                        row.get(BASE_DEAL.CONTACTS),
                        row.get(BASE_DEAL.SORTS),
                        row.get(BASE_DEAL.PRIMARIES)),
                    row.get(BASE_DEAL.AGREED_AT),
                    ""));
  }

  private Optional<DealStory.Dated> observed() {
    return jooq.selectFrom(OBSERVED_DEAL)
        .where(OBSERVED_DEAL.PORTAL.eq(portal), OBSERVED_DEAL.DEAL_ID.eq(deal))
        .fetchOptional(
            row ->
                new DealStory.Dated(
                    Images.image(
                        row.get(OBSERVED_DEAL.CONTACTS),
                        row.get(OBSERVED_DEAL.SORTS),
                        row.get(OBSERVED_DEAL.PRIMARIES)),
                    row.get(OBSERVED_DEAL.READ_AT),
                    row.get(OBSERVED_DEAL.STATE).equals("read")
                        ? ""
                        : row.get(OBSERVED_DEAL.STATE)));
  }

  private Optional<HoldRecord> held() {
    return jooq.selectFrom(HOLD)
        .where(HOLD.PORTAL.eq(portal), HOLD.DEAL_ID.eq(deal))
        .fetchOptional(Stories::hold);
  }

  private List<ChangeRecord> changes() {
    return jooq.selectFrom(CHANGE)
        .where(CHANGE.PORTAL.eq(portal), CHANGE.DEAL_ID.eq(deal))
        .orderBy(CHANGE.RUN_ID.desc())
        .limit(ENOUGH)
        .fetch(Stories::change);
  }

  private List<EditRecord> edits() {
    return jooq.selectFrom(EDIT_HISTORY)
        .where(EDIT_HISTORY.PORTAL.eq(portal), EDIT_HISTORY.DEAL_ID.eq(deal))
        .orderBy(EDIT_HISTORY.EDIT_ID.desc(), EDIT_HISTORY.CONTACT_ID)
        .limit(ENOUGH)
        .fetch(EditWords::edit);
  }

  static HoldRecord hold(Record row) {
    return new HoldRecord(
        row.get(HOLD.DEAL_ID),
        row.get(HOLD.REASON),
        row.get(HOLD.DETAIL),
        row.get(HOLD.SINCE),
        Optional.ofNullable(row.get(HOLD.ACKNOWLEDGED_AT)));
  }

  static ChangeRecord change(Record row) {
    return new ChangeRecord(
        row.get(CHANGE.RUN_ID),
        row.get(CHANGE.DEAL_ID),
        row.get(CHANGE.ACTION),
        Optional.ofNullable(row.get(CHANGE.METHOD)),
        row.get(CHANGE.VERDICT).equals("skip"),
        ChangeStatus.of(row.get(CHANGE.STATUS)),
        reason(row),
        row.get(CHANGE.ERROR),
        json(row.get(CHANGE.BEFORE)).map(LinkJson::image),
        json(row.get(CHANGE.TARGET)).map(LinkJson::set),
        ChangeRows.adoption(row),
        Sql.optional(row.get(CHANGE.EDIT_MARK)),
        json(row.get(CHANGE.BASE_BEFORE)).map(LinkJson::set),
        json(row.get(CHANGE.AFTER)).map(LinkJson::image),
        row.get(CHANGE.ATTEMPTS),
        row.get(CHANGE.PLANNED_AT),
        time(row.get(CHANGE.SENT_AT)),
        time(row.get(CHANGE.SETTLED_AT)));
  }

  private static String reason(Record row) {
    String overwritten = row.get(CHANGE.OVERWRITTEN);
    return overwritten.isBlank()
        ? row.get(CHANGE.REASON)
        : sentence(row.get(CHANGE.REASON)) + " " + overwritten;
  }

  /** What was decided is a phrase, why a deal is held a sentence. */
  private static String sentence(String words) {
    return words.endsWith(".") ? words : words + ".";
  }

  private static Optional<JSONB> json(@Nullable JSONB value) {
    return Optional.ofNullable(value);
  }

  private static Optional<Instant> time(@Nullable Instant value) {
    return Optional.ofNullable(value);
  }
}
