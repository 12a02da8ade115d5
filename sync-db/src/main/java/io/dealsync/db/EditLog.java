package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.EDIT_OVERVIEW;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.postgresql.util.PSQLException;

/** What people edited on the desired side, statement by statement, and taking it back. */
public final class EditLog {

  /** No such edit or moment; later edits stand on it; a run made it. */
  private static final Set<String> ANSWERED = Set.of("P0002", "22007", "22008", "55000");

  private final DSLContext jooq;

  EditLog(DSLContext jooq) {
    this.jooq = jooq;
  }

  /**
   * An edit.
   *
   * @param transaction edits with the same number were committed together
   * @param run the run that did it; empty for what people did
   * @param what it did, in words
   */
  public record Edit(
      long id,
      OffsetDateTime at,
      String user,
      String program,
      long transaction,
      OptionalLong run,
      String what) {}

  /**
   * What taking edits back would do to a deal or link.
   *
   * @param contact empty for the deal itself
   * @param standsOn a later edit that would be lost with it
   */
  public record Effect(
      String portal, long deal, OptionalLong contact, String what, OptionalLong standsOn) {}

  /** Edits cannot be taken back so; the message says why. Nothing was changed. */
  public static final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The latest edits of a portal, newest first. */
  public List<Edit> latest(String portal, Optional<String> user, int limit) {
    return jooq.selectFrom(EDIT_OVERVIEW)
        .where(condition("portals @> ARRAY[{0}]::text[]", val(portal)))
        .and(user.map(EDIT_OVERVIEW.DB_USER::eq).orElse(noCondition()))
        .orderBy(EDIT_OVERVIEW.EDIT_ID.desc())
        .limit(limit)
        .fetch(
            row ->
                new Edit(
                    row.get(EDIT_OVERVIEW.EDIT_ID),
                    row.get("made_at", OffsetDateTime.class),
                    row.get(EDIT_OVERVIEW.DB_USER),
                    row.get(EDIT_OVERVIEW.APPLICATION_NAME),
                    row.get(EDIT_OVERVIEW.TXID),
                    Sql.optional(row.get(EDIT_OVERVIEW.RUN_ID)),
                    row.get(EDIT_OVERVIEW.WHAT)));
  }

  /** All edits that were committed together with one. */
  public List<Long> committedWith(long edit) {
    List<Long> edits =
        numbers(
            "SELECT unnest(dealsync.edits_of_transaction(txid)) FROM dealsync.edit WHERE edit_id ="
                + " ?",
            edit);
    return edits.isEmpty() ? List.of(edit) : edits;
  }

  /**
   * What a database user did within a time.
   *
   * @param since a moment as PostgreSQL reads it, like the other
   */
  public List<Long> by(String user, String since, String until) {
    return numbers(
        "SELECT unnest(dealsync.edits_by(?, ?::timestamptz, ?::timestamptz))", user, since, until);
  }

  /** What taking edits back would do; changes nothing. */
  public List<Effect> effect(List<Long> edits) {
    return answered(
        () ->
            jooq.fetch(
                    "SELECT portal, deal_id, contact_id, what, stands_on FROM"
                        + " dealsync.edit_effect(VARIADIC {0})",
                    array(edits))
                .map(EditLog::effect));
  }

  private static Effect effect(Record row) {
    return new Effect(
        row.get("portal", String.class),
        row.get("deal_id", Long.class),
        Sql.optional(row.get("contact_id", Long.class)),
        row.get("what", String.class),
        Sql.optional(row.get("stands_on", Long.class)));
  }

  /**
   * Takes edits back.
   *
   * @return what was done, in a sentence
   */
  public String undo(List<Long> edits) {
    return undo("SELECT dealsync.undo_edits({0})", edits);
  }

  /** Takes edits back, together with what later edits did to the same links. */
  public String undoAnyway(List<Long> edits) {
    return undo("SELECT dealsync.undo_edits({0}, true)", edits);
  }

  private String undo(String call, List<Long> edits) {
    return answered(
        () ->
            String.valueOf(
                Objects.requireNonNull(jooq.fetchOne(call, array(edits))).get(0, String.class)));
  }

  private List<Long> numbers(String query, Object... values) {
    return answered(() -> jooq.fetch(query, values).getValues(0, Long.class));
  }

  private static Field<Long[]> array(List<Long> edits) {
    return val(edits.toArray(Long[]::new));
  }

  private static <T> T answered(Supplier<T> question) {
    try {
      return question.get();
    } catch (DatabaseException failure) {
      if (failure.getCause() instanceof PSQLException sql
          && ANSWERED.contains(String.valueOf(sql.getSQLState()))) {
        throw new RefusedException(words(sql), failure);
      }
      throw failure;
    }
  }

  private static String words(SQLException failure) {
    return failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
        ? String.valueOf(postgres.getServerErrorMessage().getMessage())
        : String.valueOf(failure.getMessage());
  }
}
