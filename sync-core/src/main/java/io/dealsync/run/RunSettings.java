package io.dealsync.run;

import io.dealsync.desired.FirstSight;
import io.dealsync.desired.Parking;
import io.dealsync.desired.Policy;
import io.dealsync.guard.Limits;
import io.dealsync.link.Comparison;
import io.dealsync.plan.RepairLimit;
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
 * @param repairs how often the same repair of a deal is made
 */
public record RunSettings(
    Comparison comparison,
    Policy policy,
    Limits limits,
    Duration recheckAfter,
    SieveSettings sieve,
    Waves waves,
    FirstSight firstSight,
    Parking parking,
    RepairLimit repairs) {

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
        Parking.DEFAULT,
        RepairLimit.DEFAULT);
  }

  /** These settings with another trust in the portal's list. */
  public RunSettings with(SieveSettings other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, other, waves, firstSight, parking, repairs);
  }

  /** These settings with other waves. */
  public RunSettings with(Waves other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, sieve, other, firstSight, parking, repairs);
  }

  /** These settings with another comparison. */
  public RunSettings with(Comparison other) {
    return new RunSettings(
        other, policy, limits, recheckAfter, sieve, waves, firstSight, parking, repairs);
  }

  /** These settings with other limits. */
  public RunSettings with(Limits other) {
    return new RunSettings(
        comparison, policy, other, recheckAfter, sieve, waves, firstSight, parking, repairs);
  }

  /** These settings with another rule for deals that fail again and again. */
  public RunSettings with(Parking other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, sieve, waves, firstSight, other, repairs);
  }

  /** These settings with another treatment of deals that both sides never agreed on. */
  public RunSettings with(FirstSight other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, sieve, waves, other, parking, repairs);
  }

  /** These settings with another limit on the same repair of a deal. */
  public RunSettings with(RepairLimit other) {
    return new RunSettings(
        comparison, policy, limits, recheckAfter, sieve, waves, firstSight, parking, other);
  }
}
