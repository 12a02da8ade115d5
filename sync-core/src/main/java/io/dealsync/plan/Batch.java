package io.dealsync.plan;

/** The arithmetic of requests: what a portal takes at once (contract 3.1, 6). */
public final class Batch {

  /** Calls that fit into one request. */
  public static final int CALLS = 50;

  /** Ids that one call can list. */
  public static final int IDS = 50;

  /** The calls of a change that overwrites. */
  public static final int OVERWRITING = 3;

  /** The calls of any other change of a deal by one link, with its read-back. */
  public static final int GENTLE = 2;

  private Batch() {}

  /** The least number of requests for so many calls. */
  public static long requests(long calls) {
    return full(calls, CALLS);
  }

  /** The calls that list so many ids. */
  public static int listing(int ids) {
    return (int) full(ids, IDS);
  }

  /** How many more calls fit into the last of the requests that so many take. */
  public static int room(int calls) {
    return (int) (requests(calls) * CALLS - calls);
  }

  /**
   * The least number of requests for so many changes that overwrite: each is three calls that are
   * never parted, the reading of what it overwrites, the call, and the read-back.
   */
  public static long overwriting(long changes) {
    return full(changes, CALLS / OVERWRITING);
  }

  private static long full(long amount, long unit) {
    return (amount + unit - 1) / unit;
  }
}
