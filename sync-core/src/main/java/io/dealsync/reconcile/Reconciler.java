package io.dealsync.reconcile;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Archive;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunRecord;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.portal.Portal;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.run.YieldPoint;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One pass over the story: settle what earlier runs left open, observe, decide, plan, guard, apply,
 * verify, and journal all of it. A portal that cannot be used ends the run with a report, not with
 * an exception.
 */
public final class Reconciler {

  private final RunTools tools;

  /** Runs that give way to nobody. */
  public Reconciler(
      Mirror mirror,
      Portal portal,
      RunSettings settings,
      Progress progress,
      StopSignal stop,
      InstantSource clock) {
    this(
        new RunTools(
            mirror, portal, settings, progress, stop, clock, Optional.empty(), Quiet.ALWAYS));
  }

  private Reconciler(RunTools tools) {
    this.tools = tools;
  }

  /** The same, whose runs give way to shorter work between two of their steps. */
  public Reconciler givingWayTo(YieldPoint shorter) {
    return new Reconciler(tools.givingWayTo(shorter));
  }

  /** The same, whose runs leave links that were taken out until people are through with that. */
  public Reconciler waitingFor(Quiet through) {
    return new Reconciler(tools.waitingFor(through));
  }

  /** Plans the selected deals and stores the plan; the portal is only read. */
  public RunReport plan(RunLease lease, RunHeader header, Selection selection) {
    return new ReconcilePass(tools, lease, lease.open(header))
        .conduct(
            pass -> {
              pass.plan(selection, tools.settings().firstSight().in(new Selection.All()));
              pass.foresee();
            });
  }

  /** Plans the selected deals and, if the guard approves, applies the plan at once. */
  public RunReport sync(RunLease lease, RunHeader header, Selection selection) {
    return new ReconcilePass(tools, lease, lease.open(header))
        .conduct(
            pass -> {
              pass.plan(selection, tools.settings().firstSight().in(selection));
              pass.guardAndApply();
            });
  }

  /**
   * Puts the deals that a run changed back to what they were before it, as far as they are still
   * managed and nobody has changed them since: the before-images become an ordinary plan, guarded,
   * applied and verified like any other. SORT values count, whatever the portal is configured to
   * compare.
   *
   * @param header names the run to undo as its origin
   * @param toMirror whether the desired side goes back as well, so that the next run does not redo
   *     it
   * @throws UnknownRunException when the portal has no such run
   */
  public RunReport undo(RunLease lease, RunHeader header, Archive archive, boolean toMirror) {
    long run = header.origin().orElseThrow();
    requireRunOf(header.portal(), archive.run(run), run);
    return new ReconcilePass(tools, lease, lease.open(header))
        .conduct(
            pass -> {
              pass.planUndo(archive, run, toMirror);
              pass.guardAndApply();
            });
  }

  private static void requireRunOf(String portal, Optional<RunRecord> found, long run) {
    if (found.isEmpty()) {
      throw new UnknownRunException(new UnknownRunException.Cause.Absent(run));
    }
    String owner = found.get().portal();
    if (!owner.equals(portal)) {
      throw new UnknownRunException(new UnknownRunException.Cause.OtherPortal(run, owner, portal));
    }
  }

  /** Applies a stored plan as far as it still fits the portal. */
  public RunReport apply(RunLease lease, RunHeader header, long run) {
    return new ReconcilePass(tools, lease, lease.resume(run, header))
        .conduct(ReconcilePass::applyStored);
  }
}
