package io.dealsync.db.legacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The rows that did not become links, as rows of {@code legacy_leftover}. */
final class Leftovers {

  private Leftovers() {}

  static void copy(LegacySession session, ImportTables tables, int file, List<Leftover> leftovers) {
    if (leftovers.isEmpty()) {
      return;
    }
    CopyText copy =
        session.copyIn(
            tables.in(
                """
                COPY %s.legacy_leftover
                  (file_id, line, legacy_deal_id, legacy_contact_id, outcome, reason)
                FROM STDIN\
                """));
    for (Leftover leftover : leftovers) {
      copy.number(file)
          .number(leftover.line())
          .text(leftover.deal())
          .text(leftover.contact())
          .text(leftover.outcome().word())
          .text(leftover.reason())
          .endRow();
    }
    copy.end();
  }

  /** Notes that rows which were rejected in earlier files of the same source have come again. */
  static void cameAgain(
      LegacySession session, ImportTables tables, LegacyFile file, List<RejectedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    session.execute(
        tables.in(
            """
            UPDATE %s.legacy_leftover AS leftover SET came_again_in = ?
            FROM unnest(?::bigint[], ?::bigint[]) AS row (file_id, line), %s.legacy_file AS file
            WHERE (leftover.file_id, leftover.line) = (row.file_id, row.line) AND leftover.outcome = 'rejected'
              AND file.file_id = row.file_id AND (file.portal, file.source) = (?, ?) AND file.file_id < ?\
            """),
        file.id(),
        rows.stream().map(row -> (long) row.file()).toArray(Long[]::new),
        rows.stream().map(row -> (long) row.line()).toArray(Long[]::new),
        file.portal(),
        file.source(),
        file.id());
  }

  static void forEachRejected(
      LegacySession session, ImportTables tables, int file, Consumer<Leftover> consumer) {
    session.commit(
        () ->
            session.forEach(
                tables.in(
                    """
                    SELECT DISTINCT ON (line) line, legacy_deal_id, legacy_contact_id, reason
                    FROM %s.legacy_leftover WHERE file_id = ? AND outcome = 'rejected' AND came_again_in IS NULL
                    ORDER BY line, legacy_contact_id\
                    """),
                Leftovers::rejected,
                consumer,
                file));
  }

  private static Leftover rejected(ResultSet row) throws SQLException {
    return new Leftover(
        row.getInt("line"),
        row.getString("legacy_deal_id"),
        row.getString("legacy_contact_id"),
        Leftover.Outcome.REJECTED,
        row.getString("reason"));
  }
}
