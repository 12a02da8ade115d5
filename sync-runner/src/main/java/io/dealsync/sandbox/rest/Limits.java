package io.dealsync.sandbox.rest;

import java.time.Duration;
import java.util.Map;

/**
 * How much the portal lets a client do (contract 4.1).
 *
 * @param bucketSize requests that may be queued before 503; 0 switches the bucket off
 * @param drainPerSecond how fast the queue empties
 * @param latency how long every request takes at least
 * @param operatingLimit operating time per method in ten minutes before 429; zero switches it off
 * @param accounting whom a batch's commands are billed to
 * @param ban how long a method stays blocked after exceeding, on top of the sliding window
 * @param costs operating time of one call by lower-case method name; others cost nothing
 */
public record Limits(
    int bucketSize,
    double drainPerSecond,
    Duration latency,
    Duration operatingLimit,
    Accounting accounting,
    Duration ban,
    Map<String, Duration> costs) {

  /** The operating time in ten minutes that the documentation's example shows (contract 4.1). */
  public static final Duration USUAL_OPERATING_LIMIT = Duration.ofSeconds(480);

  /**
   * What is on record of real portals (contract 4.1): reading one record's links took 0.13 s and is
   * counted; a page of a list took 0.06 s, which is below what is counted at all.
   */
  public static final Map<String, Duration> RECORDED_COSTS =
      Map.of(
          "crm.deal.contact.items.get", Duration.ofMillis(130),
          "crm.item.list", Duration.ofMillis(60),
          "crm.deal.list", Duration.ofMillis(65),
          "crm.contact.list", Duration.ofMillis(65));

  /** Who pays for the commands of a batch. */
  public enum Accounting {
    /** Each command is billed to its own method, as documented. */
    PER_METHOD,
    /** The batch is billed to the method {@code batch} at half weight, as newer portals do. */
    BATCH_AT_HALF_WEIGHT
  }

  public Limits {
    if (bucketSize < 0 || (bucketSize > 0 && !(drainPerSecond > 0))) {
      throw new IllegalArgumentException("a bucket needs a size and a positive drain");
    }
    costs = Map.copyOf(costs);
  }

  /** No limits and no latency. */
  public static Limits none() {
    return new Limits(
        0, 0, Duration.ZERO, Duration.ZERO, Accounting.PER_METHOD, Duration.ZERO, Map.of());
  }

  /** A usual cloud plan's bucket: 50 queued, 2 per second. */
  public static Limits standardPlan() {
    return none().withBucket(50, 2);
  }

  /** The Enterprise plan's bucket: 250 queued, 5 per second. */
  public static Limits enterprisePlan() {
    return none().withBucket(250, 5);
  }

  public Limits withBucket(int size, double perSecond) {
    return new Limits(size, perSecond, latency, operatingLimit, accounting, ban, costs);
  }

  public Limits withLatency(Duration newLatency) {
    return new Limits(
        bucketSize, drainPerSecond, newLatency, operatingLimit, accounting, ban, costs);
  }

  /** Switches operating-time accounting on. */
  public Limits withOperating(
      Duration limit, Accounting newAccounting, Duration newBan, Map<String, Duration> newCosts) {
    return new Limits(bucketSize, drainPerSecond, latency, limit, newAccounting, newBan, newCosts);
  }
}
