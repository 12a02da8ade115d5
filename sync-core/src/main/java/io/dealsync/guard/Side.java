package io.dealsync.guard;

/** What a plan changes, or takes from. */
public enum Side {
  PORTAL,
  /** The desired side, by a run. */
  MIRROR
}
