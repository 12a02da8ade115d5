package io.dealsync.db.legacy;

import java.util.List;

/**
 * The three tables that an import writes: the real ones, or temporary ones of the same shape that a
 * rehearsal fills instead.
 */
enum ImportTables {
  REAL("dealsync"),
  REHEARSAL("pg_temp");

  private static final List<String> NAMES =
      List.of("legacy_file", "legacy_link", "legacy_leftover");

  private final String schema;

  ImportTables(String schema) {
    this.schema = schema;
  }

  /** A statement in which {@code %s} stands for the tables' schema. */
  String in(String statement) {
    return statement.replace("%s", schema);
  }

  /**
   * Lets people query at once what was imported. Where every row became a link there is nothing to
   * join the links with yet, and autovacuum comes before there is.
   */
  void takeStatistics(LegacySession session, RowCounts imported) {
    if (this == REAL && imported.linked() < imported.read()) {
      session.commit(() -> session.takeStatistics(NAMES.toArray(String[]::new)));
    }
  }

  /** Makes the temporary ones; they go with the session. */
  void prepare(LegacySession session) {
    if (this == REHEARSAL) {
      NAMES.forEach(
          table ->
              session.execute(
                  "CREATE TEMP TABLE " + table + " (LIKE dealsync." + table + " INCLUDING ALL)"));
      session.commit();
    }
  }
}
