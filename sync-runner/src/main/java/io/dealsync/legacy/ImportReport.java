package io.dealsync.legacy;

import io.dealsync.db.legacy.FileKey;
import io.dealsync.db.legacy.Leftover;
import io.dealsync.db.legacy.RowCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an import did.
 *
 * @param outcome how it ended
 * @param file the file
 * @param key the portal, the source, and how the file was read
 * @param separator what stands between its fields
 * @param unread the columns that were not read, with the reason behind those that might have been
 * @param others formats that could have been meant as well
 * @param note what people should know about how it was read; blank when nothing is unusual
 * @param rows what became of its rows
 * @param lastLine the line on which the last row begins that is in
 * @param resumedAfter how many of its rows an earlier import had stored already
 * @param rejected the first rejected rows
 * @param rejects where all rejected rows are, if there are any
 * @param missing what the file itself says is missing of it
 */
public record ImportReport(
    Outcome outcome,
    FileFacts file,
    FileKey key,
    Separator separator,
    List<String> unread,
    List<String> others,
    String note,
    RowCounts rows,
    int lastLine,
    long resumedAfter,
    List<Leftover> rejected,
    Optional<Path> rejects,
    Optional<String> missing) {

  /** How an import ended. */
  public enum Outcome {
    /** All of it is in. */
    COMPLETE,
    /** All of it was in before; nothing was done. */
    WAS_COMPLETE,
    /** It was asked to stop; importing the same file again goes on. */
    INTERRUPTED,
    /** All of it was read, and nothing was written. */
    REHEARSED
  }

  public ImportReport {
    unread = List.copyOf(unread);
    others = List.copyOf(others);
    rejected = List.copyOf(rejected);
  }

  /**
   * Whether the last row was read without a line break at its end. Some programs write none; a file
   * that was cut off inside its last field looks the same.
   */
  public boolean endsOpen() {
    return !file.endsWithLineBreak() && outcome != Outcome.INTERRUPTED && rows.read() > 0;
  }
}
