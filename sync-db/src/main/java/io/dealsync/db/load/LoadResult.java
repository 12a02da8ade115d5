package io.dealsync.db.load;

import java.util.OptionalLong;

/**
 * What a load has done, or would do.
 *
 * @param feed the name by which it is remembered
 * @param absent what became of deals that the source does not have
 * @param rows how many rows the source had
 * @param takenIn deals that were not managed before
 * @param changed deals that want other links than before
 * @param released deals that are managed no more
 * @param cleared deals that want no contacts any more
 * @param linksMade links that became desired
 * @param linksRemoved links that are desired no more
 * @param run the run that it is journalled as; empty when nothing was written
 * @param refusal why the guard would refuse it; blank when it would not
 */
public record LoadResult(
    String feed,
    String absent,
    long rows,
    long takenIn,
    long changed,
    long released,
    long cleared,
    long linksMade,
    long linksRemoved,
    OptionalLong run,
    String refusal) {

  /** How many deals differ. */
  public long deals() {
    return takenIn + changed + released + cleared;
  }
}
