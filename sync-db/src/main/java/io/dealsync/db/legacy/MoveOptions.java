package io.dealsync.db.legacy;

/**
 * How links are moved to the desired side.
 *
 * @param partial whether a deal moves although not all of its links can
 * @param addOnly whether deals that are not managed yet are managed as {@code add_only}: what the
 *     portal has besides stays
 * @param deals how many deals are moved in one transaction
 */
public record MoveOptions(boolean partial, boolean addOnly, int deals) {

  public MoveOptions {
    if (deals < 1) {
      throw new IllegalArgumentException("A transaction moves at least one deal");
    }
  }
}
