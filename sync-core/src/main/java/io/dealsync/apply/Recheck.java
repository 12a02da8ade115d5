package io.dealsync.apply;

import io.dealsync.decide.Decider;
import io.dealsync.decide.Decision;
import io.dealsync.decide.HoldReason;
import io.dealsync.decide.Situation;
import io.dealsync.desired.Mode;
import io.dealsync.guard.Approval;
import io.dealsync.journal.Outcome;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Delta;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.OwnWork;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Decides a planned change again against a fresh observation. What the plan saw serves as base,
 * with what the change itself has made since; its target serves as desired side: a portal that has
 * not moved gives the same change again.
 */
final class Recheck {

  private final Comparison comparison;
  private final Decider decider;
  private final MethodChooser chooser;

  Recheck(Comparison comparison) {
    this.comparison = comparison;
    this.decider = new Decider(comparison);
    this.chooser = new MethodChooser(comparison);
  }

  /** Either the change to send now, or how the planned one ends without being sent. */
  sealed interface Result {

    /** Send this. */
    record Go(Change change) implements Result {}

    /** Do not send; the planned change ends so. */
    record End(Outcome outcome) implements Result {}
  }

  /** A change that did not leave yet. */
  Result planned(Change planned, Observation now, Approval approval) {
    return recheck(planned, planned.before().canonical(), now, approval::admits);
  }

  /** A change that was sent, and may have taken effect in part. */
  Result sent(Change sent, Observation now, Approval approval) {
    return recheck(sent, agreed(sent, now), now, approval::admitsAfter);
  }

  /** A change that turns what the portal has now into a target, and teaches the mirror nothing. */
  Result towards(Change sent, Observation.Present now, LinkSet target) {
    return new Result.Go(
        new Change(
            sent.deal(),
            sent.mode(),
            sent.policy(),
            now.image(),
            target,
            chooser.choose(now.image(), target, sent.mode()),
            now.at(),
            sent.edit(),
            Optional.empty()));
  }

  /** The same change of a portal that has something else by now. */
  Result from(Change change, Observation.Present now) {
    return new Result.Go(
        new Change(
            change.deal(),
            change.mode(),
            change.policy(),
            now.image(),
            change.target(),
            chooser.choose(now.image(), change.target(), change.mode()),
            now.at(),
            change.edit(),
            change.adoption()));
  }

  /** What the call itself has made is agreed on; the rest is as it was before. */
  private static LinkSet agreed(Change sent, Observation now) {
    return now instanceof Observation.Present present
        ? new OwnWork(sent, present.image()).agreedTarget().orElse(sent.before().canonical())
        : sent.before().canonical();
  }

  private Result recheck(
      Change planned, LinkSet base, Observation now, BiPredicate<Delta, Delta> admission) {
    if (now instanceof Observation.Present present && present.image().equals(planned.before())) {
      return new Result.Go(observedAgain(planned, present));
    }
    if (now instanceof Observation.Present present && isOwnStep(planned, present.image())) {
      return redecided(
          planned, present.image(), planned.target(), Optional.empty(), present, admission);
    }
    Situation situation =
        new Situation(wanted(planned), Optional.of(base), now, planned.mode(), planned.policy());
    return switch (decider.decide(situation)) {
      case Decision.InSync inSync -> new Result.End(new Outcome.Needless(inSync.observed()));
      case Decision.Hold hold -> new Result.End(new Outcome.Held(hold.reason(), hold.detail()));
      case Decision.Fail fail -> new Result.End(new Outcome.Failed(fail.error()));
      case Decision.Leave ignored -> new Result.End(new Outcome.Failed("The deal is paused."));
      case Decision.Push push ->
          redecided(planned, push.before(), push.target(), push.adopt(), now, admission);
      case Decision.Add add ->
          redecided(planned, add.before(), add.target(), Optional.empty(), now, admission);
      case Decision.Adopt adopt ->
          redecided(
              planned,
              adopt.observed(),
              adopt.desired(),
              Optional.of(adopt.desired()),
              now,
              admission);
    };
  }

  /**
   * What an own call has made is nobody's edit: one that the portal left half done, or, where SORT
   * is compared, the first of the two calls that the repair of a second primary takes.
   */
  private boolean isOwnStep(Change planned, LinkImage now) {
    return planned.isHalfway(now)
        || planned.isHalfRepaired(now) && !comparison.same(planned.target(), now.canonical());
  }

  /** What people unlinked meanwhile from an add-only deal is not linked again. */
  private static LinkSet wanted(Change planned) {
    if (planned.mode() != Mode.ADD_ONLY) {
      return planned.target();
    }
    Set<Long> added = Set.copyOf(planned.delta().added());
    return LinkSet.of(
        planned.target().links().stream().filter(link -> added.contains(link.contact())).toList());
  }

  private Result redecided(
      Change planned,
      LinkImage before,
      LinkSet target,
      Optional<LinkSet> adopt,
      Observation now,
      BiPredicate<Delta, Delta> admission) {
    Change change =
        new Change(
            planned.deal(),
            planned.mode(),
            planned.policy(),
            before,
            target,
            chooser.choose(before, target, planned.mode()),
            now.at(),
            planned.edit(),
            adopt
                .map(desired -> new Adoption(desiredWhenPlanned(planned), desired))
                .or(planned::adoption));
    return admission.test(planned.delta(), change.delta())
        ? new Result.Go(change)
        : new Result.End(
            new Outcome.Held(
                HoldReason.GUARD,
                "The portal moved to %s after the plan was approved, and the change needed now (%s)"
                        .formatted(before, change.delta().words())
                    + " exceeds what the guard passed."));
  }

  private static LinkSet desiredWhenPlanned(Change planned) {
    return planned.adoption().map(Adoption::from).orElse(planned.target());
  }

  private static Change observedAgain(Change planned, Observation.Present present) {
    return new Change(
        planned.deal(),
        planned.mode(),
        planned.policy(),
        planned.before(),
        planned.target(),
        planned.method(),
        present.at(),
        planned.edit(),
        planned.adoption());
  }
}
