package io.dealsync.serve;

/**
 * Edits that came while this process's own long run holds their portal: the run carries them
 * between two of its steps, or at its end.
 */
final class WaitingEdits {

  private boolean running;
  private boolean waiting;

  /**
   * Leaves the edits to the long run.
   *
   * @return whether there is one that has begun to give way
   */
  synchronized boolean leave() {
    waiting |= running;
    return running;
  }

  /** Whether edits wait by now. */
  synchronized boolean isAny() {
    return waiting;
  }

  /** The long run gives way: whether edits wait for it, which it then carries. */
  synchronized boolean take() {
    running = true;
    return end(true);
  }

  /**
   * The long run is over.
   *
   * @return whether edits still wait; whoever asks carries them
   */
  synchronized boolean end() {
    return end(false);
  }

  private boolean end(boolean goesOn) {
    running = goesOn;
    boolean waited = waiting;
    waiting = false;
    return waited;
  }
}
