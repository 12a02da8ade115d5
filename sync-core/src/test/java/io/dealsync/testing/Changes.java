package io.dealsync.testing;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.guard.Approval;
import io.dealsync.guard.Guard;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Verdict;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import io.dealsync.plan.Delta;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.PlanTotals;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Planned changes, and the guard's word on them. */
public final class Changes {

  private Changes() {}

  /** A change of a mirror deal, as a planner would make it. */
  public static Change mirror(long deal, String before, String target, Instant at) {
    return change(deal, Mode.MIRROR, Policy.MIRROR_WINS, before, target, at);
  }

  /** A change as a planner would make it. */
  public static Change change(
      long deal, Mode mode, Policy policy, String before, String target, Instant at) {
    LinkImage image = Links.image(before);
    LinkSet wanted = Links.set(target);
    return new Change(
        deal,
        mode,
        policy,
        image,
        wanted,
        new MethodChooser(Comparison.ORDER).choose(image, wanted, mode),
        at,
        OptionalLong.empty());
  }

  /** The approval of a plan that consists of these changes. */
  public static Approval approved(Limits limits, long managed, List<Change> changes) {
    List<Delta> deltas = changes.stream().map(Change::delta).toList();
    PlanTotals totals =
        new PlanTotals(
            ManagedDeals.mirrored(managed),
            managed,
            0,
            changes.size(),
            0,
            0,
            deltas.stream().filter(Delta::emptied).count(),
            0,
            deltas.stream().mapToLong(delta -> delta.removed().size()).sum(),
            1,
            1,
            1,
            0,
            true);
    return switch (new Guard(limits).judge(totals, GuardWindow.without(limits.window()))) {
      case Verdict.Approved approved -> approved.approval();
      case Verdict.Refused refused -> throw new AssertionError(refused.toString());
    };
  }
}
