package io.dealsync.journal;

import io.dealsync.desired.Policy;
import io.dealsync.guard.EditGroup;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.RefusedEdits;
import io.dealsync.guard.ReturnedDatabase;
import io.dealsync.plan.Change;
import io.dealsync.plan.PastRepair;
import io.dealsync.plan.PlanTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The memory of one run on one portal. Every method is one transaction, committed when it returns,
 * on the connection that holds the run's lease: with the lease lost, nothing can be recorded and so
 * nothing can be sent. Port; implemented on PostgreSQL, set-based.
 */
public interface Journal {

  /** The run's id. */
  long run();

  /**
   * Proves by the lease's own connection that the run still holds its lease, within seconds. May be
   * called from several threads at once.
   *
   * @throws LeaseLostException when it does not, or cannot tell
   */
  void proveLease();

  /**
   * Whether the run undoes another one. Its changes restore SORT values too, whatever the portal is
   * configured to compare, and concern every deal that is not paused, whatever its mode.
   */
  boolean undoes();

  /** Remembers what the portal answered. */
  void observed(List<DealObservation> observations);

  /**
   * Both sides agree on these deals: the image becomes base and last observation, the edit mark
   * goes unless there is a newer edit, a hold is lifted.
   */
  void agreed(List<Agreement> agreements);

  /** Stores planned changes; their rows can then be reviewed and taken out in SQL. */
  void planned(List<Change> changes);

  /** Stores deals that are left alone, as rows of the run and as current holds. */
  void held(List<HeldDeal> holds);

  /** Stores deals that could not be judged, as rows of the run. */
  void failed(List<FailedDeal> failures);

  /**
   * The failures that the run has recorded, at planning or on the way, count towards parking their
   * deals: each once, unless one of the same deal was counted less than {@code apart} ago. A run
   * that never gets to this has parked nothing.
   */
  void countFailures(Duration apart);

  /**
   * What earlier runs have put right in these deals since then, and since the deals were last
   * released. A run that undoes another one repairs nothing.
   */
  List<PastRepair> repairs(Collection<Long> deals, Instant since);

  /** Stores deals that the run passes over, as rows of the run. */
  void skipped(List<SkippedDeal> skipped);

  /** Stores the plan's numbers with the run. */
  void totals(PlanTotals totals);

  /**
   * The plan's numbers as they are now: rows that a person took out, and deals that are paused or
   * no longer managed, do not count; such rows become {@code skipped}. Neither do deals that were
   * edited since the plan; their rows become {@code edited}.
   */
  PlanTotals remaining();

  /**
   * What was lost on either side within a span of time up to now: by earlier runs, by this one
   * before it was taken up again, and by the rest of an approved plan that this run interrupts. A
   * deal that this run's plan empties is not among those that were.
   */
  GuardWindow window(Duration span);

  /**
   * How the database shows that it was restored or away since a run last ended well, if it does.
   */
  Optional<ReturnedDatabase> comeback();

  /**
   * The planned changes by the transaction of their deal's latest edit; those that carry out no
   * edit are in no group.
   */
  List<EditGroup> editGroups();

  /**
   * Keeps changes of refused edits back: they stay planned but are not {@link #pending} until the
   * run is taken up again, and their deals are held with this edit.
   */
  void setAside(RefusedEdits refused);

  /**
   * How many of the run's rows are failures, holds that nobody knew of, deals that an undo passes
   * over, or deals that were edited since the plan.
   */
  long news();

  /**
   * The next planned changes by deal id that are still to be applied.
   *
   * @param after the last deal id seen, 0 to begin
   */
  List<Change> pending(long after, int limit);

  /** Replaces planned changes that were decided again before anything was sent. */
  void replanned(List<Change> changes);

  /**
   * Commits the intent to send those of these changes that still stand, and counts an attempt for
   * each. A change stands while its deal is managed and not paused, carries the edit, mode and
   * policy with which it was planned, and both sides have agreed on nothing since. A deal that
   * someone is editing in an open transaction does not stand either; nobody is waited for.
   *
   * <p>What only the mirror is to learn stands under any mode and policy.
   *
   * @param byDefault the policy of deals without one of their own
   */
  Intents intend(List<Change> changes, Policy byDefault);

  /** As above, for changes that were decided by no policy, whatever the deal's mode. */
  Intents intend(List<Change> changes);

  /**
   * Corrects the before-images of changes whose intents are open by what their calls really found.
   */
  void found(List<Evidence> evidence);

  /**
   * Records how changes ended. {@link Outcome.Verified} and {@link Outcome.Needless} also move the
   * base as {@link #agreed} does and carry out the change's adoption: the desired rows become
   * {@code adoption.to}. If a change has an adoption and the desired rows were edited after it was
   * decided, the desired rows stay as they are and the base moves to what the change itself has
   * made ({@link Agreement#onOwnWork}): with it, the next run merges that edit with what others did
   * on the portal. What only the desired side was to learn has ended as {@link Outcome.Edited}
   * then. {@link Outcome.Held} also stores a hold. {@link Outcome.NotSent} takes the intent back:
   * the change is planned again.
   *
   * @return how the changes ended after all
   */
  List<Settled> settle(List<Settled> settled);

  /**
   * The next changes of earlier runs on this portal that may have left and were never settled, by
   * run and deal; those that a resumed run itself left open before are among them.
   *
   * @param run the run of the last one seen, 0 to begin
   * @param deal the deal of the last one seen, 0 to begin
   */
  List<OpenIntent> openIntents(long run, long deal, int limit);

  /**
   * Records how open intents of earlier runs ended, in their own runs' rows. {@link
   * Outcome.Unknown} leaves one open.
   */
  void settleEarlier(List<OpenIntent> intents, List<Outcome> outcomes);
}
