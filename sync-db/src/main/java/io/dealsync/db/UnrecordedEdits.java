package io.dealsync.db;

import static org.jooq.impl.DSL.val;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Edits of one portal's desired side that no trigger has seen: replicated rows, a restore, triggers
 * that were switched off. Looking for them goes through all links once.
 */
public final class UnrecordedEdits {

  private static final int NAMED = 5;
  private static final int SHORT_SECONDS = 3;
  private static final String CANCELED = "57014";

  private static final String LOOK =
      "SELECT deal_id FROM dealsync.unrecorded_edit WHERE portal = {0} AND finding = {1} ORDER BY"
          + " deal_id";

  /** Whoever has a deal locked is editing it and leaves a mark of their own. */
  private static final String MARK =
      """
      WITH found AS MATERIALIZED (
        SELECT deal_id FROM dealsync.deal WHERE portal = {0} AND edit_mark IS NULL AND deal_id = ANY ({1})
        ORDER BY deal_id FOR NO KEY UPDATE SKIP LOCKED)
      UPDATE dealsync.deal AS d SET edit_mark = nextval('dealsync.edit_mark'), edited_at = clock_timestamp()
      FROM found WHERE d.portal = {0} AND d.deal_id = found.deal_id\
      """;

  private final DSLContext jooq;
  private final String portal;

  UnrecordedEdits(DSLContext jooq, String portal) {
    this.jooq = jooq;
    this.portal = portal;
  }

  /**
   * What was found.
   *
   * @param unmanaged deals that have links and are not managed
   * @param changed managed deals whose links are others than agreed on, without a recorded edit
   */
  public record Found(List<Long> unmanaged, List<Long> changed) {

    public Found {
      unmanaged = List.copyOf(unmanaged);
      changed = List.copyOf(changed);
    }

    /** What there is and what to do about it, in sentences; blank when there is nothing. */
    public String words() {
      return (toldOf(
                  unmanaged,
                  "links here and no row in dealsync.deal, so nothing is done about them"
                      + " (replication, a restore?). Insert the rows, or delete the links: SELECT *"
                      + " FROM dealsync.unrecorded_edit; ")
              + toldOf(
                  changed,
                  "other links than both sides agreed on, though no edit was recorded (replication,"
                      + " a restore, triggers switched off?). They are taken for edited."))
          .strip();
    }

    private static String toldOf(List<Long> deals, String what) {
      if (deals.isEmpty()) {
        return "";
      }
      String some =
          deals.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
      return deals.size() == 1
          ? "Deal %s has %s".formatted(some, what)
          : String.format(
              Locale.ROOT,
              "%,d deals (%s%s) have %s",
              deals.size(),
              some,
              deals.size() > NAMED ? ", …" : "",
              what);
    }
  }

  /** Only looks. */
  public Found look() {
    return look(0);
  }

  private Found look(int seconds) {
    return new Found(
        deals("links without a managed deal", seconds),
        deals("links changed without a mark", seconds));
  }

  /** Only looks, and gives up rather than keep someone waiting. */
  public Optional<Found> lookQuickly() {
    return quickly(() -> look(SHORT_SECONDS));
  }

  /** Looks as quickly, and marks what it finds. */
  public Optional<Found> markQuickly() {
    return quickly(() -> mark(look(SHORT_SECONDS)));
  }

  private static Optional<Found> quickly(Supplier<Found> look) {
    try {
      return Optional.of(look.get());
    } catch (DatabaseException e) {
      if (e.getCause() instanceof SQLException sql && CANCELED.equals(sql.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * How many rows were ever written to the desired side, by whatever way, as PostgreSQL counts them
   * for itself: as long as the number stays the same, there is nothing new to be found.
   */
  public long rowsWritten() {
    return jooq.resultQuery(
            """
            SELECT coalesce(sum(CASE WHEN relname = 'deal_contact' THEN n_tup_ins + n_tup_upd + n_tup_del
                                     ELSE n_tup_ins + n_tup_del END), 0)::bigint
            FROM pg_catalog.pg_stat_user_tables
            WHERE schemaname = 'dealsync' AND relname IN ('deal', 'deal_contact')\
            """)
        .fetchSingle(0, Long.class);
  }

  /** Marks the managed deals that were found as edited, so that their links are carried. */
  public Found mark() {
    return mark(look());
  }

  private Found mark(Found found) {
    if (!found.changed().isEmpty()) {
      jooq.query(MARK, val(portal), val(found.changed().toArray(Long[]::new))).execute();
    }
    return found;
  }

  private List<Long> deals(String finding, int seconds) {
    return jooq.resultQuery(LOOK, val(portal), val(finding))
        .queryTimeout(seconds)
        .fetch(0, Long.class);
  }
}
