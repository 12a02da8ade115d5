package io.dealsync.testing;

import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.Outcome;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import java.time.Instant;
import java.util.Optional;

/**
 * One row of a run: a change and how far it has come. Its status only moves forward.
 *
 * @param change as planned, or as replanned while nothing was sent
 * @param attempts how often its intent was committed
 * @param sentAt when it last was; empty when no call can have left
 * @param outcome how it ended; empty while it has not
 * @param agreed what both sides had agreed on before it was verified
 */
public record JournalRow(
    Change change,
    ChangeStatus status,
    int attempts,
    Optional<Instant> sentAt,
    Optional<Outcome> outcome,
    Optional<LinkSet> agreed) {

  private static boolean mayBecome(ChangeStatus now, ChangeStatus next) {
    return switch (now) {
      case PLANNED -> next != ChangeStatus.UNKNOWN && next != ChangeStatus.VERIFIED;
      case SENT -> next != ChangeStatus.SKIPPED;
      case UNKNOWN ->
          next == ChangeStatus.VERIFIED
              || next == ChangeStatus.FAILED
              || next == ChangeStatus.UNKNOWN;
      case VERIFIED, FAILED, HELD, EDITED, SKIPPED -> false;
    };
  }

  static JournalRow planned(Change change) {
    return new JournalRow(
        change, ChangeStatus.PLANNED, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  JournalRow replanned(Change redecided) {
    require(status == ChangeStatus.PLANNED, "is replanned after it was sent");
    return new JournalRow(redecided, status, attempts, sentAt, outcome, agreed);
  }

  /** The call found something else than what it was decided on. */
  JournalRow found(LinkImage before) {
    require(status == ChangeStatus.SENT, "finds something before it was sent");
    return new JournalRow(from(before, change), status, attempts, sentAt, outcome, agreed);
  }

  /** A further attempt may carry another call; the before-image stays that of the first. */
  JournalRow intended(Change sent, Instant now) {
    return new JournalRow(
        status == ChangeStatus.PLANNED ? sent : from(change.before(), sent),
        next(ChangeStatus.SENT),
        attempts + 1,
        Optional.of(now),
        outcome,
        agreed);
  }

  private static Change from(LinkImage before, Change sent) {
    return new Change(
        sent.deal(),
        sent.mode(),
        sent.policy(),
        before,
        sent.target(),
        sent.method(),
        sent.observedAt(),
        sent.edit(),
        sent.adoption());
  }

  JournalRow skipped() {
    return new JournalRow(change, next(ChangeStatus.SKIPPED), attempts, sentAt, outcome, agreed);
  }

  JournalRow ended(Outcome how, Optional<LinkSet> agreedBefore) {
    ChangeStatus end =
        switch (how) {
          case Outcome.Verified ignored -> ChangeStatus.VERIFIED;
          case Outcome.Failed ignored -> ChangeStatus.FAILED;
          case Outcome.NotSent ignored -> ChangeStatus.PLANNED;
          case Outcome.Unknown ignored -> ChangeStatus.UNKNOWN;
          case Outcome.Edited ignored -> ChangeStatus.EDITED;
          case Outcome.Held ignored -> ChangeStatus.HELD;
          case Outcome.Needless ignored -> ChangeStatus.SKIPPED;
        };
    if (end == ChangeStatus.PLANNED) {
      require(attempts == 1, "is planned again after an attempt may have left");
    }
    int mayHaveLeft = end == ChangeStatus.PLANNED ? 0 : attempts;
    return new JournalRow(
        change,
        next(end),
        mayHaveLeft,
        end == ChangeStatus.PLANNED ? Optional.empty() : sentAt,
        Optional.of(how),
        end == ChangeStatus.VERIFIED ? agreedBefore : Optional.empty());
  }

  /** Whether it may have left and how it ended is not known. */
  public boolean open() {
    return status == ChangeStatus.SENT || status == ChangeStatus.UNKNOWN;
  }

  /**
   * Whether it may have had an effect: it was sent, and the portal was not seen to be as before.
   */
  boolean mayHaveTakenEffect() {
    boolean asBefore =
        outcome.isPresent()
            && outcome.get() instanceof Outcome.Failed failed
            && failed.after().equals(Optional.of(change.before()));
    return sentAt.isPresent() && !asBefore;
  }

  private ChangeStatus next(ChangeStatus next) {
    require(mayBecome(status, next), "goes from " + status + " to " + next);
    return next;
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("The change of deal " + change.deal() + " " + what);
    }
  }
}
