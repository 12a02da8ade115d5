package io.dealsync.db.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file on their way into the database, in chunks that are committed together with
 * how far the file has been read.
 */
public final class LinkUpload {

  private final LegacySession session;
  private final ImportTables tables;
  private final LegacyFile file;
  private final DuplicateCandidates suspects = new DuplicateCandidates();
  private final List<Leftover> leftovers = new ArrayList<>();
  private final List<RejectedRow> cameAgain = new ArrayList<>();
  private @Nullable CopyText links;

  LinkUpload(LegacySession session, ImportTables tables, LegacyFile file) {
    this.session = session;
    this.tables = tables;
    this.file = file;
  }

  /** The file, with how much of it an interrupted import has already stored. */
  public LegacyFile file() {
    return file;
  }

  /** Passes a link of a row that is stored already, so that later rows are compared with it. */
  public void remember(LegacyLink link) {
    suspects.watch(link);
  }

  /** Adds a link to the chunk. */
  public void add(int line, LegacyLink link) {
    suspects.watch(link);
    chunk()
        .number(file.id())
        .number(line)
        .text(link.deal())
        .text(link.contact())
        .number(link.sort())
        .truth(link.primary())
        .textOrNothing(link.role())
        .textOrNothing(link.skipReason())
        .endRow();
  }

  /** Adds a row that does not become a link to the chunk. */
  public void add(Leftover leftover) {
    leftovers.add(leftover);
  }

  /** Adds to the chunk that a row of the file is one that an earlier file's import rejected. */
  public void addCorrectionOf(RejectedRow row) {
    cameAgain.add(row);
  }

  /**
   * Stores the chunk. Nobody waits for the disk here: should the server die now, the file has got a
   * chunk less far, and the import goes on from there. The last commit is waited for.
   *
   * @param lastLine the line on which the chunk's last row begins
   * @param rows what became of all rows of the file so far
   */
  public void commit(int lastLine, RowCounts rows) {
    endChunk();
    progress(lastLine, rows);
    session.execute("SET LOCAL synchronous_commit = off");
    session.commit();
  }

  /**
   * Stores the last chunk, compares the file's rows with each other, and lets its links count.
   *
   * @param supersede whether it takes the place of the earlier files of its source
   * @return what became of the rows, duplicates and contradictions included
   */
  public RowCounts complete(int lastLine, RowCounts rows, boolean supersede) {
    RowCounts completed =
        session.transaction(
            () -> {
              endChunk();
              RowCounts result =
                  rows.less(new RowComparison(session, tables, file.id()).run(suspects));
              progress(lastLine, result);
              finish();
              supersedeOtherReadings();
              if (supersede) {
                supersedeEarlier();
              }
              return result;
            });
    tables.takeStatistics(session, completed);
    return completed;
  }

  /** Gives up the current chunk; earlier ones stay. */
  public void abandon() {
    if (links != null) {
      links.cancel();
      links = null;
    }
    session.rollback();
  }

  /** Removes all that is stored of the file. */
  public void discard() {
    abandon();
    session.transaction(
        () ->
            session.execute(tables.in("DELETE FROM %s.legacy_file WHERE file_id = ?"), file.id()));
  }

  /** Passes on the rejected rows of the stored file in the order of their lines. */
  public void forEachRejected(Consumer<Leftover> consumer) {
    Leftovers.forEachRejected(session, tables, file.id(), consumer);
  }

  private CopyText chunk() {
    if (links == null) {
      links =
          session.copyIn(
              tables.in(
                  """
                  COPY %s.legacy_link
                    (file_id, line, legacy_deal_id, legacy_contact_id, sort, is_primary, role, skip_reason)
                  FROM STDIN\
                  """));
    }
    return links;
  }

  private void endChunk() {
    if (links != null) {
      links.end();
      links = null;
    }
    Leftovers.copy(session, tables, file.id(), leftovers);
    leftovers.clear();
    Leftovers.cameAgain(session, tables, file, cameAgain);
    cameAgain.clear();
  }

  private void progress(int lastLine, RowCounts rows) {
    session.execute(
        tables.in(
            """
            UPDATE %s.legacy_file
            SET last_line = ?, rows_read = ?, linked = ?, duplicates = ?, rejected = ?, skipped = ?, links = ?
            WHERE file_id = ?\
            """),
        lastLine,
        rows.read(),
        rows.linked(),
        rows.duplicates(),
        rows.rejected(),
        rows.skipped(),
        rows.links(),
        file.id());
  }

  private void finish() {
    session.execute(
        tables.in(
            """
            UPDATE %s.legacy_file SET state = 'complete', finished_at = clock_timestamp()
            WHERE file_id = ?\
            """),
        file.id());
  }

  /**
   * The same bytes that were read in another way before count for nothing any more: who imports a
   * file again in the right format wants nothing of the wrong one. A source that someone has named
   * otherwise stays.
   */
  private void supersedeOtherReadings() {
    session.execute(
        tables.in(
            """
            UPDATE %s.legacy_file AS other SET state = 'superseded'
            FROM %s.legacy_file AS this
            WHERE this.file_id = ? AND this.sha256 <> ''
              AND (other.portal, other.sha256) = (this.portal, this.sha256)
              AND other.file_id <> this.file_id AND other.state = 'complete'
              AND other.source IN (this.source, other.format)
              AND substring(other.columns FROM ', sheet=(.*)$')
                IS NOT DISTINCT FROM substring(this.columns FROM ', sheet=(.*)$')\
            """),
        file.id());
  }

  private void supersedeEarlier() {
    session.execute(
        tables.in(
            """
            UPDATE %s.legacy_file SET state = 'superseded'
            WHERE (portal, source) = (?, ?) AND file_id < ? AND state = 'complete'\
            """),
        file.portal(),
        file.source(),
        file.id());
  }
}
