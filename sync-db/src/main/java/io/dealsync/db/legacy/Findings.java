package io.dealsync.db.legacy;

/**
 * What the comparison of a file's rows with each other found.
 *
 * @param duplicateRows rows that say what an earlier row says
 * @param rejectedRows rows that contradict an earlier row
 * @param links links that such rows had become and that were taken out again
 */
record Findings(long duplicateRows, long rejectedRows, long links) {

  static final Findings NONE = new Findings(0, 0, 0);
}
