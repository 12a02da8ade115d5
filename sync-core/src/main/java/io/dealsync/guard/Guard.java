package io.dealsync.guard;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.plan.PlanTotals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Judges a plan by its numbers. A refusal carries its arithmetic and the way out.
 *
 * <p>What destroys is added to what was lost within the window: nine runs that empty a tenth of the
 * deals each are one that empties nine tenths. A plan that destroys nothing is never refused for
 * what others did.
 *
 * <pre>
 * changed  = plan.changes                                  ≤ changed-percent of the deals not paused
 * emptied  = plan.emptied      + window.emptied     ≤ emptied-percent of the mirrored deals,
 *                                                            or emptied-floor if that is more
 * removed  = plan.removedLinks + window.removedLinks ≤ removed-links
 * </pre>
 *
 * <p>Whether the desired side is empty is a question about all managed deals, also for a run that
 * looks at a part of them: the deals that a run over edits looks at are all empty in the middle of
 * a reload. It is empty, too, when no deal is managed any more, and then there is nothing that such
 * a run could call in sync. Whether the portal is empty can be asked only about deals that were
 * looked at. In a part, one deal without links is what it is there to repair; several of which not
 * one has a link are not.
 */
public final class Guard {

  /** Fewer deals say nothing about a portal as a whole, unless they are all there are. */
  static final long SEVERAL = 2;

  private final Limits limits;
  private final Optional<ReturnedDatabase> comeback;

  public Guard(Limits limits) {
    this(limits, Optional.empty());
  }

  /**
   * @param comeback how the database shows that it has been away or has gone back
   */
  public Guard(Limits limits, Optional<ReturnedDatabase> comeback) {
    this.limits = limits;
    this.comeback = comeback;
  }

  /**
   * Approves a plan that changes the portal and, by adoptions, the mirror, or names every limit it
   * exceeds.
   */
  public Verdict judge(PlanTotals plan, GuardWindow window) {
    return judge(plan, window.ofEither(), window.span());
  }

  /**
   * Approves the plan, or names every limit it exceeds.
   *
   * @param side what the plan changes; it is judged together with what that side lost before
   */
  public Verdict judge(PlanTotals plan, GuardWindow window, Side side) {
    return judge(plan, window.of(side), window.span());
  }

  private Verdict judge(PlanTotals plan, Losses lately, Duration span) {
    List<Refusal> refusals = new ArrayList<>();
    changedPercent(plan, refusals);
    emptiedPercent(plan, lately, span, refusals);
    removedLinks(plan, lately, span, refusals);
    emptyDesired(plan, refusals);
    emptyPortal(plan, refusals);
    returnedDatabase(plan, refusals);
    return refusals.isEmpty()
        ? new Verdict.Approved(new Approval(limits, plan, lately, Optional.empty()))
        : new Verdict.Refused(refusals);
  }

  /**
   * Approves a plan for the portal, if need be without some of the edits that it carries out. What
   * carries out no edit, and limits on a side as a whole, are judged as they are: there is no part
   * of a plan that could go on against an empty mirror. Of the edits, those go on that do least
   * harm, as many as the limits take; the others stay out, group by group.
   *
   * @param groups those changes of the plan that may stay out, by the transaction of their edit
   */
  public Verdict judge(PlanTotals plan, GuardWindow window, List<EditGroup> groups) {
    if (!(judge(plan, window) instanceof Verdict.Refused refused) || groups.isEmpty()) {
      return judge(plan, window);
    }
    if (refused.refusals().stream().anyMatch(each -> each.limit().isAboutASide())) {
      return refused;
    }
    PlanTotals admitted = groups.stream().reduce(plan, Guard::without, (one, other) -> other);
    if (!passes(admitted, window)) {
      return refused;
    }
    List<EditGroup> kept = new ArrayList<>();
    for (EditGroup group : groups.stream().sorted(EditGroup.LEAST_HARM_FIRST).toList()) {
      PlanTotals more = with(admitted, group);
      if (passes(more, window)) {
        admitted = more;
      } else {
        kept.add(group);
      }
    }
    kept.sort(Comparator.comparingLong(EditGroup::transaction));
    return new Verdict.Approved(
        new Approval(
            limits,
            admitted,
            window.ofEither(),
            Optional.of(new RefusedEdits(kept, refused.refusals()))));
  }

  private boolean passes(PlanTotals plan, GuardWindow window) {
    return judge(plan, window) instanceof Verdict.Approved;
  }

  private static PlanTotals with(PlanTotals plan, EditGroup group) {
    return plan.doing(
        plan.changes() + group.changes(),
        plan.emptied() + group.emptied(),
        plan.removedLinks() + group.removedLinks());
  }

  private static PlanTotals without(PlanTotals plan, EditGroup group) {
    return plan.doing(
        plan.changes() - group.changes(),
        plan.emptied() - group.emptied(),
        plan.removedLinks() - group.removedLinks());
  }

  private void changedPercent(PlanTotals plan, List<Refusal> refusals) {
    if (!limits.allowChanged(plan.changes(), plan.managed().changeable())) {
      refusals.add(RefusalArithmetic.changed(plan, limits));
    }
  }

  private void emptiedPercent(
      PlanTotals plan, Losses lately, Duration span, List<Refusal> refusals) {
    long emptied = plan.emptied() + lately.emptied();
    if (plan.emptied() > 0 && !limits.allowEmptied(emptied, plan.managed().emptiable())) {
      refusals.add(RefusalArithmetic.emptied(plan, lately, span, limits));
    }
  }

  private void removedLinks(PlanTotals plan, Losses lately, Duration span, List<Refusal> refusals) {
    long removed = plan.removedLinks() + lately.removedLinks();
    if (plan.removedLinks() > 0 && !limits.allowRemoved(removed)) {
      refusals.add(RefusalArithmetic.removed(plan, lately, span, limits));
    }
  }

  private void emptyDesired(PlanTotals plan, List<Refusal> refusals) {
    if (limits.emptyDesired()) {
      return;
    }
    ManagedDeals managed = plan.managed();
    if (managed.isLost()) {
      refusals.add(RefusalArithmetic.nothingManaged(managed.before()));
    } else if (plan.lostLinks() > 0 && plan.changes() > 0) {
      refusals.add(RefusalArithmetic.emptyDesired(plan.lostLinks()));
    }
  }

  private void returnedDatabase(PlanTotals plan, List<Refusal> refusals) {
    if (plan.changes() > 0 && !limits.returnedDatabase()) {
      comeback.ifPresent(back -> refusals.add(RefusalArithmetic.returned(back, plan)));
    }
  }

  private void emptyPortal(PlanTotals plan, List<Refusal> refusals) {
    boolean tells = plan.everything() || plan.considered() >= SEVERAL;
    boolean isEmpty = plan.observedLinks() == 0 && plan.baseLinks() > 0;
    if (tells && isEmpty && plan.changes() > 0 && !limits.emptyPortal()) {
      refusals.add(RefusalArithmetic.emptyPortal(plan));
    }
  }
}
