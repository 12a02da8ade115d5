package io.dealsync.apply;

import io.dealsync.run.Waves;
import java.util.Iterator;
import java.util.Optional;

/** Counts a wave's changes and stops after one in which too many went wrong. */
final class WaveWatch {

  private final double share;
  private final Iterator<Integer> sizes;
  private long left;
  private int wave = 1;
  private long taken;
  private long wrongBefore;

  WaveWatch(Waves waves) {
    this.share = waves.share();
    this.sizes = waves.sizes().iterator();
    this.left = nextSize();
  }

  private long nextSize() {
    return sizes.hasNext() ? sizes.next() : Long.MAX_VALUE;
  }

  /** How many changes may be taken at most now. */
  int most(int window) {
    return (int) Math.min(window, left);
  }

  /**
   * Changes were applied.
   *
   * @param count how many
   * @param wrong how many of the run so far failed, are held, or are unknown
   * @return why to stop, at the end of a wave that went wrong
   */
  Optional<String> applied(int count, long wrong) {
    left -= count;
    taken += count;
    if (left > 0) {
      return Optional.empty();
    }
    long wrongNow = wrong - wrongBefore;
    if (wrongNow > share * taken) {
      return Optional.of(
          "Stopped after wave %d: %d of its %d changes went wrong, and %.0f %% may."
              .formatted(wave, wrongNow, taken, share * 100));
    }
    wave++;
    taken = 0;
    wrongBefore = wrong;
    left = nextSize();
    return Optional.empty();
  }
}
