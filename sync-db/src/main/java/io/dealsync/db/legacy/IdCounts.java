package io.dealsync.db.legacy;

/**
 * How far the ids of one kind are resolved.
 *
 * @param wanted how many the links have
 * @param resolved how many have a Bitrix24 id and no problem
 * @param problems how many were looked for in vain, or may not be used
 */
public record IdCounts(long wanted, long resolved, long problems) {

  /** How many nobody has looked for yet. */
  public long open() {
    return wanted - resolved - problems;
  }
}
