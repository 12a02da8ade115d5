package io.dealsync.db;

import io.dealsync.journal.Intents;
import io.dealsync.journal.Journal;
import io.dealsync.plan.Change;
import java.sql.SQLException;
import java.util.List;

/** Intents of changes whose deals are as they were planned for. */
final class Intending {

  private Intending() {}

  /** Gives the deals the edits that the changes were planned for, and commits the intents. */
  static Intents intend(Journal journal, TestSql sql, List<Change> changes) throws SQLException {
    for (Change change : changes) {
      String edit = change.edit().isPresent() ? Long.toString(change.edit().getAsLong()) : "NULL";
      sql.run(
          "UPDATE dealsync.deal SET edit_mark = %s WHERE deal_id = %d"
              .formatted(edit, change.deal()));
    }
    return journal.intend(changes, changes.get(0).policy());
  }
}
