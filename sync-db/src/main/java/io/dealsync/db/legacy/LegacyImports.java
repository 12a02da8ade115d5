package io.dealsync.db.legacy;

import io.dealsync.db.DatabaseException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The files of other CRMs in the database: which are there, and a way in for more. Holds one
 * connection.
 */
public final class LegacyImports implements AutoCloseable {

  private final LegacySession session;
  private final ImportTables tables;

  private LegacyImports(LegacySession session, ImportTables tables) {
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
    LegacySession session = LegacySession.open(database);
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
                session.list(
                    """
                    SELECT * FROM dealsync.legacy_file
                    WHERE (portal, source, sha256, format, columns) = (?, ?, ?, ?, ?)\
                    """,
                    LegacyImports::file,
                    key.portal(),
                    key.source(),
                    key.sha256(),
                    key.format(),
                    key.columns()))
        .stream()
        .findFirst();
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
          ImportLock.take(session, key);
          return begin(key, name, charset, bytes);
        });
  }

  /**
   * Begins an import of a file that is in already; what came from it before is removed.
   *
   * @throws DatabaseException when another process is importing from the same source; nothing is
   *     removed then
   */
  public LinkUpload uploadAgain(FileKey key, String name, String charset, long bytes) {
    return session.transaction(
        () -> {
          ImportLock.take(session, key);
          discardComplete(key);
          return begin(key, name, charset, bytes);
        });
  }

  /**
   * Passes on the rejected rows of a complete file that have not come again, in the order of their
   * lines.
   */
  public void forEachRejected(int file, Consumer<Leftover> consumer) {
    Leftovers.forEachRejected(session, ImportTables.REAL, file, consumer);
  }

  @Override
  public void close() {
    session.close();
  }

  private void discardComplete(FileKey key) {
    session.execute(
        tables.in(
            """
            DELETE FROM %s.legacy_file
            WHERE (portal, source, sha256, format, columns) = (?, ?, ?, ?, ?) AND state <> 'loading'\
            """),
        key.portal(),
        key.source(),
        key.sha256(),
        key.format(),
        key.columns());
  }

  private LinkUpload begin(FileKey key, String name, String charset, long bytes) {
    discardOtherVersions(key, name);
    return new LinkUpload(session, tables, row(key, name, charset, bytes));
  }

  private void discardOtherVersions(FileKey key, String name) {
    session.execute(
        tables.in(
            """
            DELETE FROM %s.legacy_file
            WHERE state = 'loading' AND (portal, source, name) = (?, ?, ?) AND sha256 <> ?\
            """),
        key.portal(),
        key.source(),
        name,
        key.sha256());
  }

  private LegacyFile row(FileKey key, String name, String charset, long bytes) {
    return session.one(
        tables.in(
            """
            INSERT INTO %s.legacy_file AS file
              (portal, source, sha256, format, columns, name, charset, bytes, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'loading')
            ON CONFLICT (portal, source, sha256, format, columns) WHERE sha256 <> ''
            DO UPDATE SET name = excluded.name
            RETURNING *\
            """),
        LegacyImports::file,
        key.portal(),
        key.source(),
        key.sha256(),
        key.format(),
        key.columns(),
        name,
        charset,
        bytes);
  }

  static LegacyFile file(ResultSet row) throws SQLException {
    return new LegacyFile(
        row.getInt("file_id"),
        row.getString("portal"),
        row.getString("source"),
        row.getString("name"),
        row.getString("format"),
        row.getString("sha256"),
        row.getLong("bytes"),
        LegacyFile.State.of(row.getString("state")),
        row.getInt("last_line"),
        new RowCounts(
            row.getLong("rows_read"),
            row.getLong("linked"),
            row.getLong("duplicates"),
            row.getLong("rejected"),
            row.getLong("skipped"),
            row.getLong("links")),
        LegacySession.instant(row, "finished_at"));
  }
}
