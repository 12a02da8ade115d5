package io.dealsync.reconcile;

import io.dealsync.apply.Confirmation;
import io.dealsync.decide.Decider;
import io.dealsync.decide.Decision;
import io.dealsync.decide.Situation;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Journal;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.Portal;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes a plan: goes through the selected deals in key order, observes and decides each, and stores
 * what is to be done. Nothing is written to the portal. Memory does not grow with the number of
 * deals.
 */
public final class Planner {

  /** Deals read at a time: fills fifty requests of fifty commands. */
  static final int PAGE = 2500;

  private final Mirror mirror;
  private final Portal portal;
  private final Journal journal;
  private final RunSettings settings;
  private final Progress progress;
  private final StopSignal stop;
  private final Decider decider;
  private final MethodChooser chooser;
  private final Confirmation confirmation;
  private final Tally tally = new Tally();

  /** A planner is used for one run. */
  public Planner(
      Mirror mirror,
      Portal portal,
      Journal journal,
      RunSettings settings,
      Progress progress,
      StopSignal stop) {
    this.mirror = mirror;
    this.portal = portal;
    this.journal = journal;
    this.settings = settings;
    this.progress = progress;
    this.stop = stop;
    this.decider = new Decider(settings.comparison());
    this.chooser = new MethodChooser(settings.comparison());
    this.confirmation = new Confirmation(portal);
  }

  /**
   * Plans the selected deals; the plan is stored through the journal.
   *
   * @return the plan's numbers
   */
  public PlanTotals plan(Selection selection) {
    long managed = mirror.managed();
    progress.begin(Progress.Phase.READ, managed);
    long after = 0;
    List<MirrorDeal> page;
    do {
      page = mirror.page(selection, after, PAGE);
      if (!page.isEmpty()) {
        consider(page);
        after = page.get(page.size() - 1).deal();
      }
    } while (page.size() == PAGE && !stop.requested());
    confirm();
    boolean seenAll = page.size() < PAGE;
    PlanTotals totals = tally.totals(managed, seenAll && selection instanceof Selection.All);
    journal.totals(totals);
    return totals;
  }

  private void consider(List<MirrorDeal> page) {
    Map<Long, Observation> observations = portal.read(page.stream().map(MirrorDeal::deal).toList());
    List<Agreement> agreements = new ArrayList<>();
    List<HeldDeal> holds = new ArrayList<>();
    List<FailedDeal> failures = new ArrayList<>();
    List<DealObservation> seen = new ArrayList<>(page.size());
    for (MirrorDeal deal : page) {
      Observation observed = Objects.requireNonNull(observations.get(deal.deal()));
      seen.add(new DealObservation(deal.deal(), observed));
      tally.considered(deal, observed);
      Situation situation = Situation.of(deal, observed, settings.policy());
      switch (decider.decide(situation)) {
        case Decision.InSync inSync -> {
          tally.inSync();
          if (isNews(deal, inSync.observed())) {
            agreements.add(new Agreement(deal.deal(), inSync.observed(), deal.edit()));
          }
        }
        case Decision.Push push -> confirmation.add(change(deal, situation, push, observed));
        case Decision.Adopt adopt -> confirmation.add(adoption(deal, situation, adopt, observed));
        case Decision.Hold hold ->
            holds.add(new HeldDeal(deal.deal(), hold.reason(), hold.detail()));
        case Decision.Fail fail -> failures.add(new FailedDeal(deal.deal(), fail.error()));
        case Decision.Leave ignored -> {}
      }
    }
    journal.observed(seen);
    agree(agreements);
    hold(holds);
    fail(failures);
    progress.advance(page.size());
    if (confirmation.isFull()) {
      confirm();
    }
  }

  /** An agreement that moves the base, covers an edit or lifts a hold has to be recorded. */
  private static boolean isNews(MirrorDeal deal, LinkImage observed) {
    return deal.held()
        || deal.edit().isPresent()
        || !deal.base().equals(Optional.of(observed.canonical()));
  }

  private Change change(
      MirrorDeal deal, Situation situation, Decision.Push push, Observation observed) {
    return new Change(
        deal.deal(),
        deal.mode(),
        situation.policy(),
        push.before(),
        push.target(),
        chooser.choose(push.before(), push.target(), deal.mode()),
        observed.at(),
        deal.edit(),
        push.adopt().map(desired -> new Adoption(deal.desired(), desired)));
  }

  private static Change adoption(
      MirrorDeal deal, Situation situation, Decision.Adopt adopt, Observation observed) {
    return new Change(
        deal.deal(),
        deal.mode(),
        situation.policy(),
        adopt.observed(),
        adopt.desired(),
        new Method.Keep(),
        observed.at(),
        deal.edit(),
        Optional.of(new Adoption(deal.desired(), adopt.desired())));
  }

  private void confirm() {
    Confirmation.Confirmed confirmed = confirmation.confirm();
    confirmed.changes().forEach(change -> tally.change(change.delta()));
    if (!confirmed.changes().isEmpty()) {
      journal.planned(confirmed.changes());
    }
    hold(confirmed.holds());
  }

  private void agree(List<Agreement> agreements) {
    if (!agreements.isEmpty()) {
      journal.agreed(agreements);
    }
  }

  private void hold(List<HeldDeal> holds) {
    holds.forEach(hold -> tally.held());
    if (!holds.isEmpty()) {
      journal.held(holds);
    }
  }

  private void fail(List<FailedDeal> failures) {
    failures.forEach(failure -> tally.failed());
    if (!failures.isEmpty()) {
      journal.failed(failures);
    }
  }
}
