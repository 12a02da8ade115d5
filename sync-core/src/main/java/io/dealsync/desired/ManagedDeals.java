package io.dealsync.desired;

/**
 * How many deals a mirror manages, by what may happen to them.
 *
 * @param all every managed deal
 * @param paused those that are left alone
 * @param addOnly those that never lose a link
 * @param before how many the latest run that counted them found, or else how many both sides once
 *     agreed on; at least as many as now. 0 when none was ever managed, or when a person has
 *     allowed that none is
 */
public record ManagedDeals(long all, long paused, long addOnly, long before) {

  public ManagedDeals {
    before = Math.max(before, all);
    if (paused < 0 || addOnly < 0 || all < paused + addOnly) {
      throw new IllegalArgumentException(
          "Of %d deals, %d are paused and %d add-only".formatted(all, paused, addOnly));
    }
  }

  /** So many deals in mode mirror, as many as before. */
  public static ManagedDeals mirrored(long all) {
    return new ManagedDeals(all, 0, 0, all);
  }

  /** Those that can change. */
  public long changeable() {
    return all - paused;
  }

  /** Those that can lose their last contact. */
  public long emptiable() {
    return all - paused - addOnly;
  }

  /** Whether deals were managed once and none is any more. */
  public boolean isLost() {
    return all == 0 && before > 0;
  }

  /** Whether half of the deals or more were taken out, though not all. */
  public boolean mostAreGone() {
    return all > 0 && all * 2 <= before;
  }
}
