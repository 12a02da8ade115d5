package io.dealsync.guard;

import io.dealsync.plan.PlanTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges a plan by its numbers. A refusal carries its arithmetic and the way out.
 *
 * <p>Whether the desired side is empty is a question about all managed deals, also for a run that
 * looks at a part of them: the deals that a run over edits looks at are all empty in the middle of
 * a reload. Whether the portal is empty can be asked only about deals that were looked at. In a
 * part, one deal without links is what it is there to repair; several of which not one has a link
 * are not.
 */
public final class Guard {

  /** Percentages say nothing about fewer managed deals than this. */
  static final long SMALL = 20;

  /** Fewer deals say nothing about a portal as a whole, unless they are all there are. */
  static final long SEVERAL = 2;

  private final Limits limits;

  public Guard(Limits limits) {
    this.limits = limits;
  }

  /** Approves the plan, or names every limit it exceeds. */
  public Verdict judge(PlanTotals plan) {
    List<Refusal> refusals = new ArrayList<>();
    changedPercent(plan, refusals);
    emptiedPercent(plan, refusals);
    removedLinks(plan, refusals);
    emptyDesired(plan, refusals);
    emptyPortal(plan, refusals);
    return refusals.isEmpty()
        ? new Verdict.Approved(new Approval(limits, plan))
        : new Verdict.Refused(refusals);
  }

  static boolean exceeds(long part, long whole, double percent) {
    return whole >= SMALL && part * 100.0 > percent * whole;
  }

  private void changedPercent(PlanTotals plan, List<Refusal> refusals) {
    if (exceeds(plan.changes(), plan.managed(), limits.changedPercent())) {
      refusals.add(
          percent(
              Limit.CHANGED_PERCENT,
              "of the managed deals would change",
              plan.changes(),
              plan.managed(),
              limits.changedPercent()));
    }
  }

  private void emptiedPercent(PlanTotals plan, List<Refusal> refusals) {
    if (exceeds(plan.emptied(), plan.managed(), limits.emptiedPercent())) {
      refusals.add(
          percent(
              Limit.EMPTIED_PERCENT,
              "of the managed deals would lose their last contact",
              plan.emptied(),
              plan.managed(),
              limits.emptiedPercent()));
    }
  }

  private static Refusal percent(Limit limit, String what, long part, long whole, double allowed) {
    double share = part * 100.0 / whole;
    return new Refusal(
        limit,
        String.format(
            Locale.ROOT,
            "%.1f %% %s (%d of %d), the limit is %s %%",
            share,
            what,
            part,
            whole,
            plain(allowed)),
        limit.key() + "=" + (long) Math.ceil(share));
  }

  private void removedLinks(PlanTotals plan, List<Refusal> refusals) {
    if (plan.removedLinks() > limits.removedLinks()) {
      refusals.add(
          new Refusal(
              Limit.REMOVED_LINKS,
              "%d links would be removed, the limit is %d"
                  .formatted(plan.removedLinks(), limits.removedLinks()),
              Limit.REMOVED_LINKS.key() + "=" + plan.removedLinks()));
    }
  }

  private void emptyDesired(PlanTotals plan, List<Refusal> refusals) {
    if (plan.lostLinks() > 0 && plan.changes() > 0 && !limits.emptyDesired()) {
      refusals.add(
          new Refusal(
              Limit.EMPTY_DESIRED,
              "no deal of the mirror has any contact, although both sides once agreed on %d links"
                  .formatted(plan.lostLinks()),
              Limit.EMPTY_DESIRED.key() + "=yes"));
    }
  }

  private void emptyPortal(PlanTotals plan, List<Refusal> refusals) {
    boolean tells = plan.everything() || plan.considered() >= SEVERAL;
    boolean isEmpty = plan.observedLinks() == 0 && plan.baseLinks() > 0;
    if (tells && isEmpty && plan.changes() > 0 && !limits.emptyPortal()) {
      refusals.add(
          new Refusal(
              Limit.EMPTY_PORTAL,
              "the portal answers \"no links\" for %s, although both sides once agreed on %d links"
                  .formatted(
                      plan.everything()
                          ? "every deal"
                          : "all %d deals that were looked at".formatted(plan.considered()),
                      plan.baseLinks()),
              Limit.EMPTY_PORTAL.key() + "=yes"));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%s", number);
  }
}
