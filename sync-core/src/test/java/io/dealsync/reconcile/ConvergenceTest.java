package io.dealsync.reconcile;

import io.dealsync.testing.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole loop against random histories: edits on both sides, lost answers, refusals, dying
 * processes. The invariants hold after every step, and once the faults stop one sync converges.
 */
class ConvergenceTest {

  @Test
  void any_history_keeps_the_invariants_and_ends_in_sync() {
    Seeds.each(300, seed -> new History(seed).play());
  }

  @Test
  @Tag("long")
  void very_many_histories_keep_the_invariants_and_end_in_sync() {
    Seeds.each(10_000, seed -> new History(seed).play());
  }
}
