package io.dealsync.guard;

import java.time.Instant;
import java.util.Optional;

/**
 * What runs took from one side within the guard's window.
 *
 * @param emptied deals that lost their last contact, each counted once
 * @param removedLinks links that were removed
 * @param runs whose work it was; empty when nothing was taken
 */
public record Losses(long emptied, long removedLinks, Optional<Runs> runs) {

  /** Nothing was taken. */
  public static final Losses NONE = new Losses(0, 0, Optional.empty());

  public Losses {
    if (emptied < 0 || removedLinks < 0) {
      throw new IllegalArgumentException(
          "Losses are counted from 0: %d deals, %d links".formatted(emptied, removedLinks));
    }
  }

  /** The larger number of each, with the runs of the side that lost more deals. */
  Losses orMore(Losses other) {
    boolean mine = emptied > other.emptied || emptied == other.emptied && runs.isPresent();
    return new Losses(
        Math.max(emptied, other.emptied),
        Math.max(removedLinks, other.removedLinks),
        mine ? runs : other.runs);
  }

  /**
   * The runs that took something.
   *
   * @param first the earliest of them
   * @param last the latest
   * @param since when the first loss was sent
   */
  public record Runs(long first, long last, Instant since) {}
}
