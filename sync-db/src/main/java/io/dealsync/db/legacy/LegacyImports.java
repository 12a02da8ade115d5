package io.dealsync.db.legacy;

import io.dealsync.db.DatabaseException;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.Record;

/**
 * The files of other CRMs in the database: which are there, and a way in for more. Holds one
 * connection.
 */
public final class LegacyImports implements AutoCloseable {

  private final Session session;
  private final ImportTables tables;

  private LegacyImports(Session session, ImportTables tables) {
    this.session = session;
    this.tables = tables;
  }

  /** For imports that stay. */
  public static LegacyImports open(DataSource database) {
    return open(database, ImportTables.REAL);
  }

  /** For imports that do everything a real one does, and leave nothing behind. */
  public static LegacyImports rehearse(DataSource database) {
    return open(database, ImportTables.REHEARSAL);
  }

  private static LegacyImports open(DataSource database, ImportTables tables) {
    Session session = Session.open(database);
    try {
      tables.prepare(session);
      return new LegacyImports(session, tables);
    } catch (RuntimeException | Error failure) {
      session.close();
      throw failure;
    }
  }

  /** The file that was imported in this way before, completely or not. */
  public Optional<LegacyFile> find(FileKey key) {
    return session
        .transaction(
            () ->
                session
                    .sql()
                    .fetchOptional(
                        """
                        SELECT * FROM dealsync.legacy_file
                        WHERE (portal, source, sha256, format, columns) = (?, ?, ?, ?, ?)""",
                        key.portal(),
                        key.source(),
                        key.sha256(),
                        key.format(),
                        key.columns()))
        .map(LegacyImports::file);
  }

  /**
   * Begins an import, or takes up the one that was interrupted.
   *
   * @param name the file's name; what an interrupted import of another version of it left is
   *     removed
   * @throws DatabaseException when another process is importing from the same source
   */
  public LinkUpload upload(FileKey key, String name, String charset, long bytes) {
    return session.transaction(
        () -> {
          lock(key);
          discardOtherVersions(key, name);
          return new LinkUpload(session, tables, begin(key, name, charset, bytes));
        });
  }

  /** Removes a file and everything that came from it. */
  public void discard(int file) {
    session.transaction(
        () -> session.sql().execute("DELETE FROM dealsync.legacy_file WHERE file_id = ?", file));
  }

  @Override
  public void close() {
    session.close();
  }

  private void lock(FileKey key) {
    Boolean mine =
        session
            .sql()
            .fetchSingle(
                "SELECT pg_try_advisory_lock(hashtextextended('dealsync import ' || ? || ' ' || ?, 0))",
                key.portal(),
                key.source())
            .get(0, Boolean.class);
    if (!Boolean.TRUE.equals(mine)) {
      throw new DatabaseException(
          DatabaseException.Kind.OTHER,
          "Another process is importing from %s for portal %s right now; wait for it to end."
              .formatted(key.source(), key.portal()));
    }
  }

  private void discardOtherVersions(FileKey key, String name) {
    session
        .sql()
        .execute(
            tables.in(
                """
                DELETE FROM %s.legacy_file
                WHERE state = 'loading' AND (portal, source, name) = (?, ?, ?) AND sha256 <> ?"""),
            key.portal(),
            key.source(),
            name,
            key.sha256());
  }

  private LegacyFile begin(FileKey key, String name, String charset, long bytes) {
    return session
        .sql()
        .fetchSingle(
            tables.in(
                """
                INSERT INTO %s.legacy_file AS file
                  (portal, source, sha256, format, columns, name, charset, bytes, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'loading')
                ON CONFLICT (portal, source, sha256, format, columns) WHERE sha256 <> ''
                DO UPDATE SET name = excluded.name
                RETURNING *"""),
            key.portal(),
            key.source(),
            key.sha256(),
            key.format(),
            key.columns(),
            name,
            charset,
            bytes)
        .map(LegacyImports::file);
  }

  static LegacyFile file(Record row) {
    return new LegacyFile(
        row.get("file_id", Integer.class),
        row.get("portal", String.class),
        row.get("source", String.class),
        row.get("name", String.class),
        row.get("format", String.class),
        row.get("sha256", String.class),
        row.get("bytes", Long.class),
        LegacyFile.State.of(row.get("state", String.class)),
        row.get("last_line", Integer.class),
        new RowCounts(
            row.get("rows_read", Long.class),
            row.get("linked", Long.class),
            row.get("duplicates", Long.class),
            row.get("rejected", Long.class),
            row.get("skipped", Long.class),
            row.get("links", Long.class)),
        Optional.ofNullable(row.get("finished_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }
}
