package io.dealsync.cli;

import io.dealsync.guard.Guard;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.guard.Verdict;
import io.dealsync.plan.Estimate;
import io.dealsync.plan.PlanTotals;
import java.util.List;

/**
 * What applying a plan would come to.
 *
 * @param estimate the requests and the time that it takes
 * @param refusals what the guard has against it
 */
record Outlook(Estimate estimate, List<Refusal> refusals) {

  Outlook {
    refusals = List.copyOf(refusals);
  }

  /** What the guard has against a plan that has not been applied. */
  static List<Refusal> refusals(PlanTotals plan, Limits limits) {
    return new Guard(limits).judge(plan) instanceof Verdict.Refused refused
        ? refused.refusals()
        : List.of();
  }
}
