package io.dealsync.config;

import java.time.Duration;

/**
 * What a portal allows.
 *
 * @param burst requests it takes at once
 * @param perSecond requests a second in the long run
 * @param reserve requests of the burst left to others
 * @param inFlight requests under way at the same time
 * @param operating operating time of a method in ten minutes
 * @param requestTimeout how long one request may take as a whole
 */
public record Pacing(
    int burst,
    double perSecond,
    int reserve,
    int inFlight,
    Duration operating,
    Duration requestTimeout) {

  /** The same with requests that take no longer than this. */
  public Pacing within(Duration most) {
    return requestTimeout.compareTo(most) <= 0
        ? this
        : new Pacing(burst, perSecond, reserve, inFlight, operating, most);
  }
}
