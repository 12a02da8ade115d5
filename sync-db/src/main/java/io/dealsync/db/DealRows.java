package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.BASE_DEAL;
import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.FAILURE_STREAK;
import static io.dealsync.db.jooq.Tables.HOLD;
import static io.dealsync.db.jooq.Tables.OBSERVED_DEAL;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.HoldState;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Managed deals as rows of a query. They are read straight from JDBC: records with a dozen fields,
 * made for each of a million deals, would cost as much as all the rest of a quiet run.
 */
final class DealRows {

  private static final Field<Boolean> HELD = DSL.field(HOLD.DEAL_ID.isNotNull()).as("held");

  /**
   * A parked deal is reported once, an acknowledged hold not again; with a newer edit either is
   * news. A repeated repair is not.
   */
  private static final Field<Boolean> KNOWN =
      DSL.field(
              HOLD.ACKNOWLEDGED_AT
                  .isNotNull()
                  .or(HOLD.REASON.eq(HoldReason.PARKED.code()))
                  .and(HOLD.EDIT_MARK.isNotDistinctFrom(DEAL.EDIT_MARK))
                  .or(HOLD.REASON.eq(HoldReason.REPEATED_REPAIR.code())))
          .as("known");

  private static final Field<Boolean> SAME_EDIT =
      DSL.field(FAILURE_STREAK.EDIT_MARK.isNotDistinctFrom(DEAL.EDIT_MARK)).as("same_edit");

  private static final Field<Instant> READ_AT =
      DSL.coalesce(OBSERVED_DEAL.READ_AT, BASE_DEAL.AGREED_AT).as("read_at");

  /** What the query selects. */
  static final List<Field<?>> COLUMNS =
      List.of(
          DEAL.DEAL_ID,
          DEAL.MODE,
          DEAL.POLICY,
          DEAL.EDIT_MARK,
          WantedLinks.CONTACTS,
          WantedLinks.SORTS,
          WantedLinks.PRIMARY,
          BASE_DEAL.CONTACTS,
          BASE_DEAL.SORTS,
          BASE_DEAL.PRIMARIES,
          HELD,
          KNOWN,
          HOLD.REASON,
          HOLD.DETAIL,
          FAILURE_STREAK.FAILURES,
          FAILURE_STREAK.LAST_ERROR,
          SAME_EDIT,
          READ_AT);

  private final ResultSet row;
  private final int parkAfter;

  /**
   * @param parkAfter how many failures in a row park a deal
   */
  DealRows(ResultSet rows, int parkAfter) {
    this.row = rows;
    this.parkAfter = parkAfter;
  }

  List<MirrorDeal> all() throws SQLException {
    List<MirrorDeal> deals = new ArrayList<>();
    while (row.next()) {
      deals.add(deal());
    }
    return deals;
  }

  private static int at(Field<?> field) {
    return COLUMNS.indexOf(field) + 1;
  }

  private static final int DEAL_ID = at(DEAL.DEAL_ID);
  private static final int MODE = at(DEAL.MODE);
  private static final int POLICY = at(DEAL.POLICY);
  private static final int EDIT_MARK = at(DEAL.EDIT_MARK);
  private static final int WANTED = at(WantedLinks.CONTACTS);
  private static final int WANTED_SORTS = at(WantedLinks.SORTS);
  private static final int WANTED_PRIMARY = at(WantedLinks.PRIMARY);
  private static final int BASE = at(BASE_DEAL.CONTACTS);
  private static final int BASE_SORTS = at(BASE_DEAL.SORTS);
  private static final int BASE_PRIMARIES = at(BASE_DEAL.PRIMARIES);
  private static final int IS_HELD = at(HELD);
  private static final int IS_KNOWN = at(KNOWN);
  private static final int REASON = at(HOLD.REASON);
  private static final int DETAIL = at(HOLD.DETAIL);
  private static final int STREAK = at(FAILURE_STREAK.FAILURES);
  private static final int LAST_ERROR = at(FAILURE_STREAK.LAST_ERROR);
  private static final int IS_SAME_EDIT = at(SAME_EDIT);
  private static final int IS_READ_AT = at(READ_AT);

  private MirrorDeal deal() throws SQLException {
    return new MirrorDeal(
        row.getLong(DEAL_ID),
        Codes.mode(row.getString(MODE)),
        Codes.optionalPolicy(row.getString(POLICY)),
        desired(),
        base(),
        optionalLong(EDIT_MARK),
        standing());
  }

  private LinkSet desired() throws SQLException {
    Long[] contacts = array(WANTED, Long[].class);
    return contacts == null
        ? LinkSet.empty()
        : WantedLinks.set(
            contacts, required(WANTED_SORTS, Integer[].class), optionalLong(WANTED_PRIMARY));
  }

  private Optional<LinkSet> base() throws SQLException {
    Long[] contacts = array(BASE, Long[].class);
    if (contacts == null) {
      return Optional.empty();
    }
    LinkImage image =
        Images.image(
            contacts,
            required(BASE_SORTS, Integer[].class),
            required(BASE_PRIMARIES, Long[].class));
    return Optional.of(image.canonical());
  }

  private HoldState standing() throws SQLException {
    boolean held = row.getBoolean(IS_HELD);
    int streak = row.getInt(STREAK);
    OffsetDateTime readAt = row.getObject(IS_READ_AT, OffsetDateTime.class);
    return new HoldState(
        held || streak > 0,
        held && row.getBoolean(IS_KNOWN)
            ? Optional.of(new HoldState.Known(row.getString(REASON), row.getString(DETAIL)))
            : Optional.empty(),
        streak >= parkAfter && row.getBoolean(IS_SAME_EDIT)
            ? Optional.of(
                "It failed %d times in a row, hours apart, the last time so: %s"
                    .formatted(streak, row.getString(LAST_ERROR)))
            : Optional.empty(),
        Optional.ofNullable(readAt).map(OffsetDateTime::toInstant));
  }

  private OptionalLong optionalLong(int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private <T> T required(int column, Class<T> type) throws SQLException {
    return type.cast(row.getArray(column).getArray());
  }

  private <T> @Nullable T array(int column, Class<T> type) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? null : type.cast(array.getArray());
  }
}
