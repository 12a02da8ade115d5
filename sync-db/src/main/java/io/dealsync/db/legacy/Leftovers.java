package io.dealsync.db.legacy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jooq.Record;

/** The rows that did not become links, as rows of {@code legacy_leftover}. */
final class Leftovers {

  private static final int FETCH = 1000;

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

  static Stream<Leftover> rejected(Session session, ImportTables tables, int file) {
    return session
        .sql()
        .resultQuery(
            tables.in(
                """
                SELECT DISTINCT ON (line) line, legacy_deal_id, legacy_contact_id, outcome, reason
                FROM %s.legacy_leftover WHERE file_id = ? AND outcome = 'rejected'
                ORDER BY line, legacy_contact_id"""),
            file)
        .fetchSize(FETCH)
        .fetchLazy()
        .stream()
        .map(Leftovers::leftover);
  }

  private static Leftover leftover(Record row) {
    return new Leftover(
        row.get("line", Integer.class),
        row.get("legacy_deal_id", String.class),
        row.get("legacy_contact_id", String.class),
        Leftover.Outcome.valueOf(row.get("outcome", String.class).toUpperCase(Locale.ROOT)),
        row.get("reason", String.class));
  }
}
