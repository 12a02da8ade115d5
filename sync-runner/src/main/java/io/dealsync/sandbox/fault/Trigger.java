package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.rest.RestRequest;
import java.util.Locale;

/**
 * When a fault strikes.
 *
 * @param method only requests to this method, or batches with a command of this name; empty for all
 * @param probability for each matching request, 0 to 1
 * @param after how many matching requests pass first
 * @param times how often it strikes at most
 * @param burst how many matching requests in a row it hits once it strikes
 * @param inside whether an edit or deletion happens between two commands of a batch instead of
 *     before the request
 */
public record Trigger(
    String method, double probability, long after, long times, int burst, boolean inside) {

  /** Every request. */
  public static final Trigger ALWAYS = new Trigger("", 1, 0, Long.MAX_VALUE, 1, false);

  public Trigger {
    method = method.toLowerCase(Locale.ROOT);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is between 0 and 1, not " + probability);
    }
    if (after < 0 || times < 0 || burst < 1) {
      throw new IllegalArgumentException("after and times are not negative, burst is at least 1");
    }
  }

  /** Not the first {@code requests} matching ones. */
  public Trigger after(long requests) {
    return new Trigger(method, probability, requests, times, burst, inside);
  }

  /** At most {@code strikes} times. */
  public Trigger times(long strikes) {
    return new Trigger(method, probability, after, strikes, burst, inside);
  }

  boolean matches(RestRequest request) {
    return method.isEmpty() || request.calls(method);
  }
}
