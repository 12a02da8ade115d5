package io.dealsync.apply;

import io.dealsync.journal.Outcome;
import io.dealsync.journal.Settled;
import io.dealsync.portal.PortalFailure;
import java.util.List;
import java.util.Optional;

/**
 * What one round of writes came to.
 *
 * @param done how many changes are settled or have left
 * @param open changes that have left and are not settled yet
 * @param overdue changes that did not leave in time and are planned again
 * @param failure what ends the run
 */
record RoundResult(
    long done, List<Settled> open, List<Settled> overdue, Optional<PortalFailure> failure) {

  boolean isAllOverdue() {
    return done == 0 && !overdue.isEmpty();
  }

  /** The end of a run whose changes all had to wait for too long, again and again. */
  PortalFailure neverInTime(int rounds) {
    return new PortalFailure(
        PortalFailure.Kind.UNREACHABLE,
        "The portal made %d changes wait for too long %d times in a row (%s). Nothing is lost, run again later."
            .formatted(overdue.size(), rounds, why()));
  }

  private String why() {
    return overdue.get(0).outcome() instanceof Outcome.NotSent unsent ? unsent.why() : "";
  }
}
