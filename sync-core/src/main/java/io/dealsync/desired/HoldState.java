package io.dealsync.desired;

import java.time.Instant;
import java.util.Optional;

/**
 * What earlier runs left on a deal.
 *
 * @param held whether a hold is in force
 * @param known a hold that is no news any more: acknowledged, or parked and reported once
 * @param parked why the deal is not tried any more; empty when it is tried
 * @param readAt when the deal was last read one by one, or first agreed on by the portal's list
 */
public record HoldState(
    boolean held, Optional<Known> known, Optional<String> parked, Optional<Instant> readAt) {

  /**
   * A hold that people know of, as long as nothing about it changes. A repeated repair stays known
   * whatever edit comes: only one that wants other links ends it.
   *
   * @param reason its code
   * @param detail its sentence
   */
  public record Known(String reason, String detail) {}

  /** A deal on which no run left anything. */
  public static final HoldState NONE =
      new HoldState(false, Optional.empty(), Optional.empty(), Optional.empty());

  /** A deal with a hold that is still news. */
  public static final HoldState HELD =
      new HoldState(true, Optional.empty(), Optional.empty(), Optional.empty());
}
