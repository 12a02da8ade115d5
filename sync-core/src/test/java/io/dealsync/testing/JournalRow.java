package io.dealsync.testing;

import io.dealsync.journal.Outcome;
import io.dealsync.plan.Change;
import java.util.Optional;

/**
 * One row of a run: a change and how far it has come. Its status only moves forward.
 *
 * @param change as planned, or as replanned while nothing was sent
 * @param attempts how often its intent was committed
 * @param outcome how it ended; empty while it has not
 */
public record JournalRow(Change change, Status status, int attempts, Optional<Outcome> outcome) {

  /** How far a change has come. */
  public enum Status {
    PLANNED,
    SENT,
    VERIFIED,
    NEEDLESS,
    FAILED,
    HELD,
    UNKNOWN,
    SKIPPED;

    boolean mayBecome(Status next) {
      return switch (this) {
        case PLANNED -> next != UNKNOWN && next != VERIFIED;
        case SENT -> next != PLANNED && next != SKIPPED;
        case UNKNOWN -> next == VERIFIED || next == FAILED;
        case VERIFIED, NEEDLESS, FAILED, HELD, SKIPPED -> false;
      };
    }
  }

  static JournalRow planned(Change change) {
    return new JournalRow(change, Status.PLANNED, 0, Optional.empty());
  }

  JournalRow replanned(Change anew) {
    require(status == Status.PLANNED, "is replanned after it was sent");
    return new JournalRow(anew, status, attempts, outcome);
  }

  JournalRow intended() {
    return new JournalRow(change, next(Status.SENT), attempts + 1, outcome);
  }

  JournalRow skipped() {
    return new JournalRow(change, next(Status.SKIPPED), attempts, outcome);
  }

  JournalRow ended(Outcome how) {
    Status end =
        switch (how) {
          case Outcome.Verified ignored -> Status.VERIFIED;
          case Outcome.Failed ignored -> Status.FAILED;
          case Outcome.Unknown ignored -> Status.UNKNOWN;
          case Outcome.Held ignored -> Status.HELD;
          case Outcome.Needless ignored -> Status.NEEDLESS;
        };
    return new JournalRow(change, next(end), attempts, Optional.of(how));
  }

  /** Whether it may have left and how it ended is not known. */
  public boolean open() {
    return status == Status.SENT || status == Status.UNKNOWN;
  }

  private Status next(Status next) {
    require(status.mayBecome(next), "goes from " + status + " to " + next);
    return next;
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("The change of deal " + change.deal() + " " + what);
    }
  }
}
