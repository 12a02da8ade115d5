package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.http.Network;
import io.dealsync.bitrix.pace.Backoff;
import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.bitrix.pace.BucketRate;
import java.time.Duration;
import java.util.Optional;

/**
 * How a portal is talked to.
 *
 * @param rate the plan's rate limit
 * @param level how full its bucket was when last used
 * @param found where it was found when last used, if it was renamed
 * @param inFlight requests under way at a time, at most
 * @param connectTimeout how long connecting may take
 * @param exchangeTimeout how long a whole request may take; the cloud itself cuts off after 60 s
 * @param operatingLimit working time that the portal grants a method within ten minutes
 * @param slowFrom the part of it from which requests are spread out
 * @param backoff waits between attempts
 * @param network how it is reached from here
 * @param known scheme, host and port under which it has answered before, if it has
 */
public record RestSettings(
    BucketRate rate,
    BucketLevel level,
    Optional<Relocation> found,
    int inFlight,
    Duration connectTimeout,
    Duration exchangeTimeout,
    Duration operatingLimit,
    double slowFrom,
    Backoff backoff,
    Network network,
    Optional<String> known) {

  /** What holds when nothing is configured. */
  public static final RestSettings DEFAULT =
      new RestSettings(
          BucketRate.STANDARD,
          BucketLevel.EMPTY,
          Optional.empty(),
          4,
          Duration.ofSeconds(10),
          Duration.ofSeconds(75),
          Duration.ofSeconds(420),
          0.8,
          Backoff.DEFAULT,
          Network.DIRECT,
          Optional.empty());

  public RestSettings {
    if (inFlight < 1) {
      throw new IllegalArgumentException("At least one request is under way, not " + inFlight);
    }
    if (!(slowFrom > 0 && slowFrom <= 1)) {
      throw new IllegalArgumentException(
          "Requests are spread out from a part of the limit between 0 and 1, not " + slowFrom);
    }
  }

  /** The same with another rate limit. */
  public RestSettings rate(BucketRate other) {
    return new RestSettings(
        other,
        level,
        found,
        inFlight,
        connectTimeout,
        exchangeTimeout,
        operatingLimit,
        slowFrom,
        backoff,
        network,
        known);
  }

  /** The same with another memory of the bucket. */
  public RestSettings level(BucketLevel other) {
    return new RestSettings(
        rate,
        other,
        found,
        inFlight,
        connectTimeout,
        exchangeTimeout,
        operatingLimit,
        slowFrom,
        backoff,
        network,
        known);
  }

  /** The same with another memory of where the portal was found. */
  public RestSettings found(Optional<Relocation> other) {
    return new RestSettings(
        rate,
        level,
        other,
        inFlight,
        connectTimeout,
        exchangeTimeout,
        operatingLimit,
        slowFrom,
        backoff,
        network,
        known);
  }

  /** The same with another number of requests under way. */
  public RestSettings inFlight(int other) {
    return new RestSettings(
        rate,
        level,
        found,
        other,
        connectTimeout,
        exchangeTimeout,
        operatingLimit,
        slowFrom,
        backoff,
        network,
        known);
  }

  /** The same with another bound for whole requests. */
  public RestSettings exchangeTimeout(Duration other) {
    return new RestSettings(
        rate,
        level,
        found,
        inFlight,
        connectTimeout,
        other,
        operatingLimit,
        slowFrom,
        backoff,
        network,
        known);
  }

  /** The same with another grant of working time. */
  public RestSettings operatingLimit(Duration other) {
    return new RestSettings(
        rate,
        level,
        found,
        inFlight,
        connectTimeout,
        exchangeTimeout,
        other,
        slowFrom,
        backoff,
        network,
        known);
  }

  /** The same on another way. */
  public RestSettings network(Network other) {
    return new RestSettings(
        rate,
        level,
        found,
        inFlight,
        connectTimeout,
        exchangeTimeout,
        operatingLimit,
        slowFrom,
        backoff,
        other,
        known);
  }

  /** The same with another memory of where it has answered. */
  public RestSettings known(Optional<String> other) {
    return new RestSettings(
        rate,
        level,
        found,
        inFlight,
        connectTimeout,
        exchangeTimeout,
        operatingLimit,
        slowFrom,
        backoff,
        network,
        other);
  }
}
