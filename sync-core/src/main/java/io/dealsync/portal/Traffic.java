package io.dealsync.portal;

/**
 * What was sent to the portal so far.
 *
 * @param requests HTTP requests, each batch one
 * @param rejected requests that the portal answered with 503 because they came too fast
 * @param writes changes (not read-backs) sent inside them
 * @param calls method calls that these requests had to carry, each counted once however often it
 *     was sent
 */
public record Traffic(long requests, long rejected, long writes, long calls) {

  /** What was sent between an earlier reading and this one. */
  public Traffic since(Traffic earlier) {
    return new Traffic(
        requests - earlier.requests,
        rejected - earlier.rejected,
        writes - earlier.writes,
        calls - earlier.calls);
  }
}
