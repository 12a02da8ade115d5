package io.dealsync.reconcile;

/**
 * Trouble that hits many deals at once is the portal's, not theirs: no deal is parked for it. The
 * deals still count as failed in the run that met it.
 */
final class Incident {

  /** Fewer failures say nothing about a portal. */
  static final long SEVERAL = 10;

  private Incident() {}

  /** Whether more than half of the deals that were tried one by one failed, and not just a few. */
  static boolean isOne(long failed, long tried) {
    return failed >= SEVERAL && failed * 2 > tried;
  }
}
