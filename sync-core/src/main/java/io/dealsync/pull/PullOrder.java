package io.dealsync.pull;

/**
 * What a pull is asked for.
 *
 * @param overwrite whether the desired links of managed deals that differ become the portal's;
 *     edits that the portal does not have yet are given up
 * @param fromTheStart whether to start over where an earlier pull has stopped half-way
 */
public record PullOrder(PullScope scope, boolean overwrite, boolean fromTheStart) {

  /** What makes two pulls the same work, so that one can go on where the other has stopped. */
  String text() {
    return scope.text() + (overwrite ? ", overwriting edits" : "");
  }

  /** What is overwritten is judged as a whole: half of it is no beginning for another pull. */
  boolean goesOn() {
    return !overwrite && !fromTheStart;
  }
}
