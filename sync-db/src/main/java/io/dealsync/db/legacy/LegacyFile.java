package io.dealsync.db.legacy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that was imported, or is on its way.
 *
 * @param id its number
 * @param portal the portal that its links move to
 * @param source the other CRM
 * @param name its name, without its folder
 * @param format how it was read
 * @param sha256 the hash of its bytes, in hexadecimal; blank for links that came by SQL
 * @param bytes its size
 * @param state how far the import has come
 * @param lastLine the line on which the last row begins that is in
 * @param rows what became of its rows so far
 * @param finishedAt when all of it was in
 */
public record LegacyFile(
    int id,
    String portal,
    String source,
    String name,
    String format,
    String sha256,
    long bytes,
    State state,
    int lastLine,
    RowCounts rows,
    Optional<Instant> finishedAt) {

  /** How far an import has come. */
  public enum State {
    /** Not all of it is in, and none of it is used. */
    LOADING,
    /** All of it is in, and its links count. */
    COMPLETE,
    /** A later file took its place. */
    SUPERSEDED;

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
