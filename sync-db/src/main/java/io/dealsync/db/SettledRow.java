package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.CHANGE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.JSONB;

import io.dealsync.journal.Agreement;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.link.LinkImage;
import io.dealsync.plan.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * A change of some run with how it ended, and what follows from that.
 *
 * @param counts whether a failure counts among the deal's failures in a row
 */
record SettledRow(long run, Change change, Outcome outcome, boolean counts) {

  /** What both sides agree on until the change moves that, as {@link LinkJson} has it. */
  private static final Field<org.jooq.JSONB> BASE =
      field(
          """
          (SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('contact', link.contact, 'sort', link.sort,
                                               'primary', link.contact = ANY (base.primaries)) ORDER BY link.place)
                            FROM unnest(base.contacts, base.sorts) WITH ORDINALITY AS link (contact, sort, place)), '[]')
           FROM dealsync.base_deal AS base WHERE (base.portal, base.deal_id) = ({0}, {1}))\
          """,
          JSONB, CHANGE.PORTAL, CHANGE.DEAL_ID);

  /** The same, after an edit may have come before what its desired side was to learn. */
  SettledRow afterAll(Set<Long> unlearnt) {
    Settled settled = Settled.afterAll(List.of(new Settled(change, outcome)), unlearnt).get(0);
    return new SettledRow(run, change, settled.outcome(), counts);
  }

  /** Records how changes ended in their own rows. */
  static void record(DSLContext jooq, List<SettledRow> ended) {
    ArrayRows<SettledRow> rows = new ArrayRows<>("ended", ended);
    Field<Long> run = rows.column("run_id", BIGINT, SettledRow::run);
    Field<Long> deal = rows.column("deal_id", BIGINT, each -> each.change().deal());
    Field<String> status = rows.column("status", CLOB, each -> each.status().word());
    Field<String> error = rows.words("error", SettledRow::error);
    Field<String> detail = rows.words("detail", SettledRow::detail);
    Field<String> after = rows.column("after", CLOB, SettledRow::after);
    Field<Integer> takenBack = rows.column("taken_back", INTEGER, each -> each.takenBack());
    Condition settled = status.notIn(ChangeStatus.UNKNOWN.word(), ChangeStatus.PLANNED.word());
    jooq.update(CHANGE)
        .set(CHANGE.STATUS, status)
        .set(CHANGE.ERROR, error)
        .set(CHANGE.REASON, coalesce(detail, CHANGE.REASON))
        .set(CHANGE.AFTER, after.cast(JSONB))
        .set(CHANGE.BASE_BEFORE, when(status.eq(ChangeStatus.VERIFIED.word()), BASE))
        .set(CHANGE.ATTEMPTS, CHANGE.ATTEMPTS.minus(takenBack))
        .set(CHANGE.SENT_AT, when(takenBack.eq(0), CHANGE.SENT_AT))
        .set(CHANGE.SETTLED_AT, when(settled, Sql.NOW))
        .from(rows.table())
        .where(CHANGE.RUN_ID.eq(run), CHANGE.DEAL_ID.eq(deal))
        .execute();
  }

  /** Why a change is left alone; its own reason says what it would have done. */
  private @Nullable String detail() {
    return outcome instanceof Outcome.Edited edited
        ? edited.detail()
        : hold().map(HeldDeal::detail).orElse(null);
  }

  ChangeStatus status() {
    return switch (outcome) {
      case Outcome.Verified ignored -> ChangeStatus.VERIFIED;
      case Outcome.Failed ignored -> ChangeStatus.FAILED;
      case Outcome.NotSent ignored -> ChangeStatus.PLANNED;
      case Outcome.Unknown ignored -> ChangeStatus.UNKNOWN;
      case Outcome.Edited ignored -> ChangeStatus.EDITED;
      case Outcome.Held ignored -> ChangeStatus.HELD;
      case Outcome.Needless ignored -> ChangeStatus.SKIPPED;
    };
  }

  private String error() {
    return switch (outcome) {
      case Outcome.Failed failed -> failed.error();
      case Outcome.NotSent unsent -> unsent.why();
      case Outcome.Unknown unknown -> unknown.why();
      case Outcome.Edited ignored -> "";
      case Outcome.Verified ignored -> "";
      case Outcome.Held ignored -> "";
      case Outcome.Needless ignored -> "";
    };
  }

  private @Nullable String after() {
    return image().map(image -> LinkJson.write(image.rows())).orElse(null);
  }

  private Optional<LinkImage> image() {
    return switch (outcome) {
      case Outcome.Verified verified -> Optional.of(verified.after());
      case Outcome.Needless needless -> Optional.of(needless.observed());
      case Outcome.Failed failed -> failed.after();
      case Outcome.Edited edited -> edited.after();
      case Outcome.NotSent ignored -> Optional.empty();
      case Outcome.Unknown ignored -> Optional.empty();
      case Outcome.Held ignored -> Optional.empty();
    };
  }

  /** How many intents were committed for calls that did not leave. */
  private int takenBack() {
    return outcome instanceof Outcome.NotSent ? 1 : 0;
  }

  Optional<Agreement> agreement() {
    return switch (outcome) {
      case Outcome.Verified verified ->
          Optional.of(new Agreement(change.deal(), verified.after(), change.edit()));
      case Outcome.Needless needless ->
          Optional.of(new Agreement(change.deal(), needless.observed(), change.edit()));
      case Outcome.Failed ignored -> Optional.empty();
      case Outcome.Edited ignored -> Optional.empty();
      case Outcome.NotSent ignored -> Optional.empty();
      case Outcome.Unknown ignored -> Optional.empty();
      case Outcome.Held ignored -> Optional.empty();
    };
  }

  /** What the change itself has made, where the sides could not agree on more. */
  Optional<Agreement> ownWork() {
    return image().flatMap(after -> Agreement.onOwnWork(change, after));
  }

  Optional<HeldDeal> hold() {
    return outcome instanceof Outcome.Held held
        ? Optional.of(
            new HeldDeal(
                change.deal(), held.reason(), held.detail(), held.gone(), change.edit(), false))
        : Optional.empty();
  }

  Optional<FailedDeal> failure() {
    return counts && outcome instanceof Outcome.Failed failed
        ? Optional.of(new FailedDeal(change.deal(), failed.error()))
        : Optional.empty();
  }
}
