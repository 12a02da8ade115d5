package io.dealsync.db.legacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The rows that did not become links, as rows of {@code legacy_leftover}. */
final class Leftovers {

  private Leftovers() {}

  static void copy(Session session, ImportTables tables, int file, List<Leftover> leftovers) {
    if (leftovers.isEmpty()) {
      return;
    }
    CopyText copy =
        new CopyText(
            session.copyIn(
                tables.in(
                    """
                    COPY %s.legacy_leftover
                      (file_id, line, legacy_deal_id, legacy_contact_id, outcome, reason)
                    FROM STDIN""")));
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

  static void forEachRejected(
      Session session, ImportTables tables, int file, Consumer<Leftover> consumer) {
    session.commit(
        () ->
            session.forEach(
                tables.in(
                    """
                    SELECT DISTINCT ON (line) line, legacy_deal_id, legacy_contact_id, reason
                    FROM %s.legacy_leftover WHERE file_id = ? AND outcome = 'rejected'
                    ORDER BY line, legacy_contact_id"""),
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
