package io.dealsync.reconcile;

import io.dealsync.testing.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many hands at once, and a ledger of who did what. */
class SimulationTest {

  @Test
  void runs_do_only_what_runs_may_do_whoever_else_moves_meanwhile() {
    Seeds.each(300, seed -> new Simulation(seed).play());
  }

  @Test
  @Tag("long")
  void runs_do_only_what_runs_may_do_in_very_many_histories() {
    Seeds.each(10_000, seed -> new Simulation(seed).play());
  }
}
