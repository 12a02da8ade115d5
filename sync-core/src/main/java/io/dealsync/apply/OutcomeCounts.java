package io.dealsync.apply;

import io.dealsync.journal.Outcome;
import io.dealsync.portal.PortalFailure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Counts outcomes while a plan is applied. */
final class OutcomeCounts {

  private final Set<Long> sentInWindow = new HashSet<>();
  private long pushed;
  private long verified;
  private long needless;
  private long edited;
  private long held;
  private long failed;
  private long unsent;
  private long unknown;

  /** A deal counts as pushed once, however many attempts it took. */
  void sent(long deal) {
    if (sentInWindow.add(deal)) {
      pushed++;
    }
  }

  /** A deal that was counted in an earlier window is seen to again. */
  void sentEarlier(long deal) {
    sentInWindow.add(deal);
  }

  /** Whether a call for the deal has left in this window. */
  boolean wasSent(long deal) {
    return sentInWindow.contains(deal);
  }

  void windowDone() {
    sentInWindow.clear();
  }

  void ended(Outcome outcome) {
    switch (outcome) {
      case Outcome.Verified ignored -> verified++;
      case Outcome.Needless ignored -> needless++;
      case Outcome.Edited ignored -> edited++;
      case Outcome.Held ignored -> held++;
      case Outcome.Failed ignored -> failed++;
      case Outcome.NotSent ignored -> unsent++;
      case Outcome.Unknown ignored -> unknown++;
    }
  }

  /** Changes that did not end as wanted. */
  long wrong() {
    return held + failed + unsent + unknown;
  }

  Applied applied(boolean interrupted, Optional<PortalFailure> failure, String stopped) {
    return new Applied(
        pushed,
        verified,
        needless,
        edited,
        held,
        failed,
        unsent,
        unknown,
        interrupted,
        failure,
        stopped);
  }
}
