package io.dealsync.run;

import io.dealsync.desired.FirstSight;
import io.dealsync.desired.Parking;
import io.dealsync.desired.Policy;
import io.dealsync.guard.Limits;
import io.dealsync.link.Comparison;
import java.time.Duration;

/**
 * How a run on a portal behaves.
 *
 * @param comparison what counts as equal
 * @param policy who wins when the portal was changed, for deals without a policy of their own
 * @param limits the guard's limits, allowances included
 * @param recheckAfter how old an observation may be when its change is sent
 * @param sieve how far the portal's list is trusted
 * @param waves in which parts a plan is applied
 * @param firstSight what is done about deals that both sides never agreed on
 * @param parking when a deal that fails again and again is left alone
 */
public record RunSettings(
    Comparison comparison,
    Policy policy,
    Limits limits,
    Duration recheckAfter,
    SieveSettings sieve,
    Waves waves,
    FirstSight firstSight,
    Parking parking) {

  /** What holds when nothing is configured. */
  public static final RunSettings DEFAULT =
      new RunSettings(Comparison.ORDER, Policy.MIRROR_WINS, Limits.DEFAULT, Duration.ofSeconds(60));

  /** Settings with the usual trust in the portal's list. */
  public RunSettings(Comparison comparison, Policy policy, Limits limits, Duration recheckAfter) {
    this(
        comparison,
        policy,
        limits,
        recheckAfter,
        SieveSettings.DEFAULT,
        Waves.NONE,
        FirstSight.ADD_FIRST,
        Parking.DEFAULT);
  }

  /** These settings with another trust in the portal's list. */
  public RunSettings with(SieveSettings other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, other, waves, firstSight, parking);
  }

  /** These settings with other waves. */
  public RunSettings with(Waves other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, sieve, other, firstSight, parking);
  }

  /** These settings with another comparison. */
  public RunSettings with(Comparison other) {
    return new RunSettings(other, policy, limits, recheckAfter, sieve, waves, firstSight, parking);
  }

  /** These settings with other limits. */
  public RunSettings with(Limits other) {
    return new RunSettings(
        comparison, policy, other, recheckAfter, sieve, waves, firstSight, parking);
  }

  /** These settings with another rule for deals that fail again and again. */
  public RunSettings with(Parking other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, sieve, waves, firstSight, other);
  }

  /** These settings with another treatment of deals that both sides never agreed on. */
  public RunSettings with(FirstSight other) {
    return new RunSettings(comparison, policy, limits, recheckAfter, sieve, waves, other, parking);
  }
}
