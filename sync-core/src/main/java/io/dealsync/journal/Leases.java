package io.dealsync.journal;

/** Hands out the right to run. Port; implemented by a PostgreSQL advisory lock. */
public interface Leases {

  /**
   * Takes the lease of a portal at once or not at all.
   *
   * @param portal the portal's name in the configuration
   * @param command what the lease is wanted for; shown to others
   * @throws LeaseHeldException when another run holds it
   */
  RunLease acquire(String portal, String command);
}
