package io.dealsync.serve;

import java.util.HashSet;
import java.util.Set;

/**
 * Edits that came while this process's own long run holds their portal: the run carries them
 * between two of its steps, or at its end.
 */
final class WaitingEdits {

  private final Set<String> running = new HashSet<>();
  private final Set<String> waiting = new HashSet<>();

  /**
   * Leaves the edits of a portal to its long run.
   *
   * @return whether there is one that has begun to give way
   */
  synchronized boolean leave(String portal) {
    if (running.contains(portal)) {
      waiting.add(portal);
      return true;
    }
    return false;
  }

  /** The long run of the portal gives way: whether edits wait for it, which it then carries. */
  synchronized boolean take(String portal) {
    running.add(portal);
    return waiting.remove(portal);
  }

  /**
   * The long run of the portal is over.
   *
   * @return whether edits still wait; whoever asks carries them
   */
  synchronized boolean end(String portal) {
    running.remove(portal);
    return waiting.remove(portal);
  }
}
