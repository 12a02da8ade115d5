package io.dealsync.sandbox.fault;

import java.time.Duration;

/** How the portal waits, for latency and slow faults; tests may step a clock instead. */
@FunctionalInterface
public interface Pause {

  /** Really waits. */
  Pause SLEEP = time -> Thread.sleep(time);

  void pause(Duration time) throws InterruptedException;
}
