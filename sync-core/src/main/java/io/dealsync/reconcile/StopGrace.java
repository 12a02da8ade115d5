package io.dealsync.reconcile;

import io.dealsync.run.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How long after the signal to stop a run may still find out what became of its writes. A portal
 * that answers is asked in a second; one that does not would keep the process from ending, and what
 * is left open then is settled by the next run.
 */
final class StopGrace {

  private static final Duration LENGTH = Duration.ofSeconds(15);

  private final StopSignal stop;
  private final InstantSource clock;
  private Optional<Instant> over = Optional.empty();

  StopGrace(StopSignal stop, InstantSource clock) {
    this.stop = stop;
    this.clock = clock;
  }

  /** Looks for the signal: with the first look that finds it, the time begins to run. */
  void look() {
    if (over.isEmpty() && stop.requested()) {
      over = Optional.of(clock.instant().plus(LENGTH));
    }
  }

  boolean isOver() {
    return over.filter(end -> clock.instant().isAfter(end)).isPresent();
  }
}
