package io.dealsync.reconcile;

import io.dealsync.apply.PrerequisiteCheck;
import io.dealsync.decide.Decider;
import io.dealsync.decide.Decision;
import io.dealsync.decide.HoldReason;
import io.dealsync.decide.Situation;
import io.dealsync.desired.HoldState;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Journal;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Batch;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.PastRepair;
import io.dealsync.plan.PlanTotals;
import io.dealsync.plan.RepairLimit;
import io.dealsync.portal.Answers;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.IdLookup;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Questions;
import io.dealsync.run.RunSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Observes and decides deals, and stores and counts what comes of it. */
final class DealPlanner {

  private static final String LEFT_ALONE =
      " The deal is left as the portal has it until other links are wanted, or it is released.";

  private final Portal portal;
  private final Journal journal;
  private final RunSettings settings;
  private final Decider decider;
  private final MethodChooser chooser;
  private final PrerequisiteCheck confirmation;
  private final PlanCounts tally = new PlanCounts();
  private final Map<Long, HoldState.Known> known = new HashMap<>();
  private final RepeatedRepairs repeated = new RepeatedRepairs();
  private long news;
  private long tried;
  private long added;

  DealPlanner(Portal portal, Journal journal, RunSettings settings) {
    this.portal = portal;
    this.journal = journal;
    this.settings = settings;
    this.decider = new Decider(settings.comparison());
    this.chooser = new MethodChooser(settings.comparison());
    this.confirmation = new PrerequisiteCheck(portal);
  }

  /** The plan's numbers. */
  PlanTotals totals(ManagedDeals managed, long lostLinks, boolean everything) {
    return tally.totals(managed, lostLinks, everything);
  }

  /** Holds and failures that nobody has been told of before. */
  long news() {
    return news;
  }

  /** Deals that get links, and are not equal after that. */
  long added() {
    return added;
  }

  /** Deals that were read one by one. */
  long tried() {
    return tried;
  }

  /** Deals that failed too often are neither read nor tried. */
  void park(List<MirrorDeal> parked) {
    List<HeldDeal> holds = new ArrayList<>();
    for (MirrorDeal deal : parked) {
      remember(deal);
      holds.add(
          new HeldDeal(
              deal.deal(),
              HoldReason.PARKED,
              deal.standing().parked().orElseThrow()
                  + " It is tried again once it is edited or released.",
              deal.edit()));
      tally.parked();
    }
    hold(holds);
  }

  /** Edits that are held already wait for a full run, or a newer edit: counted, not read again. */
  void passOver(long heldEdits) {
    tally.heldEdits(heldEdits);
  }

  private void remember(MirrorDeal deal) {
    deal.standing().known().ifPresent(hold -> known.put(deal.deal(), hold));
  }

  /** Deals that the list shows as desired. */
  void clear(Map<MirrorDeal, Sighting> seen) {
    List<Agreement> agreements = new ArrayList<>();
    seen.forEach(
        (deal, sighting) -> {
          tally.clear(deal, sighting);
          if (needsRecord(deal) || deal.base().filter(base -> sighting.shows(base)).isEmpty()) {
            agreements.add(new Agreement(deal.deal(), sighting.asImage(), deal.edit()));
          }
        });
    agree(agreements);
  }

  /** Reads deals one by one, where that is still to be done, and decides each. */
  void consider(List<ReadCandidate> suspects) {
    List<Long> unread = ReadCandidate.unread(suspects);
    if (unread.isEmpty()) {
      decide(suspects, Map.of());
    } else {
      IdLookup guess = ReadCandidate.guess(suspects, Batch.room(unread.size()));
      decide(suspects, portal.ask(new Questions(List.of(), unread, guess)));
    }
  }

  /** What was found in passing need not be looked up. */
  void know(ExistingIds existing) {
    confirmation.know(existing);
  }

  /** Decides deals that were read. */
  void decide(List<ReadCandidate> suspects, Answers answers) {
    know(answers.existing());
    decide(suspects, answers.observations());
    if (confirmation.isFull()) {
      confirm();
    }
  }

  private void decide(List<ReadCandidate> page, Map<Long, Observation> observations) {
    List<Agreement> agreements = new ArrayList<>();
    List<HeldDeal> holds = new ArrayList<>();
    List<FailedDeal> failures = new ArrayList<>();
    Map<ReadCandidate, Change> repairs = new LinkedHashMap<>();
    List<DealObservation> seen = new ArrayList<>(page.size());
    for (ReadCandidate suspect : page) {
      MirrorDeal deal = suspect.deal();
      Observation observed = suspect.observed(observations);
      seen.add(new DealObservation(deal.deal(), observed));
      tally.considered(deal, observed);
      tried++;
      remember(deal);
      Situation situation = Situation.of(deal, observed, settings.policy(), settings.firstSight());
      switch (decider.decide(situation)) {
        case Decision.InSync inSync -> {
          tally.inSync();
          if (isNews(deal, inSync.observed())) {
            agreements.add(new Agreement(deal.deal(), inSync.observed(), deal.edit()));
          }
        }
        case Decision.Push push -> {
          Change change = change(deal, situation, push, observed);
          if (isRepair(deal, change)) {
            repairs.put(suspect, change);
          } else {
            propose(suspect, change);
          }
        }
        case Decision.Add add -> {
          added++;
          propose(suspect, addition(deal, situation, add, observed));
        }
        case Decision.Adopt adopt -> propose(suspect, adoption(deal, situation, adopt, observed));
        case Decision.Hold hold ->
            holds.add(new HeldDeal(deal.deal(), hold.reason(), hold.detail(), deal.edit()));
        case Decision.Fail fail -> failures.add(new FailedDeal(deal.deal(), fail.error()));
        case Decision.Leave ignored -> {}
      }
    }
    journal.observed(seen);
    repair(repairs, holds);
    agree(agreements);
    hold(holds);
    fail(failures);
  }

  /** Someone changed the portal, and nobody the mirror, or not to anything else. */
  private boolean isRepair(MirrorDeal deal, Change change) {
    return change.adoption().isEmpty()
        && deal.base()
            .filter(base -> deal.edit().isEmpty() || wantsNothingElse(deal, base))
            .isPresent();
  }

  private boolean wantsNothingElse(MirrorDeal deal, LinkSet base) {
    return settings.comparison().same(deal.desired(), base);
  }

  /** What was put right too often is told, and perhaps left alone from now on. */
  private void repair(Map<ReadCandidate, Change> repairs, List<HeldDeal> holds) {
    if (repairs.isEmpty()) {
      return;
    }
    RepairLimit limit = settings.repairs();
    Instant since =
        repairs.values().stream()
            .map(change -> limit.since(change.observedAt()))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    Map<Long, List<PastRepair>> past =
        journal.repairs(repairs.values().stream().map(Change::deal).toList(), since).stream()
            .collect(Collectors.groupingBy(PastRepair::deal));
    repairs.forEach(
        (suspect, change) -> {
          Optional<String> repeated =
              limit.exceededBy(change, past.getOrDefault(change.deal(), List.of()));
          switch (limit.then()) {
            case PARK ->
                toldBefore(suspect.deal())
                    .or(() -> repeated.map(words -> words + LEFT_ALONE))
                    .ifPresentOrElse(
                        why ->
                            holds.add(
                                new HeldDeal(
                                    change.deal(), HoldReason.REPEATED_REPAIR, why, change.edit())),
                        () -> propose(suspect, change));
            case TELL -> {
              repeated.ifPresent(words -> this.repeated.add(change.deal(), words));
              propose(suspect, change);
            }
          }
        });
  }

  private static Optional<String> toldBefore(MirrorDeal deal) {
    return deal.standing()
        .known()
        .filter(hold -> hold.reason().equals(HoldReason.REPEATED_REPAIR.code()))
        .map(HoldState.Known::detail);
  }

  /** Repairs that recur and are made nevertheless. */
  RepeatedRepairs repeated() {
    return repeated;
  }

  private void propose(ReadCandidate suspect, Change change) {
    if (suspect.isShownWithoutLinks() && change.before().isEmpty()) {
      confirmation.know(new ExistingIds(Set.of(change.deal()), Set.of(), Set.of()));
    }
    if (suspect.isListed()) {
      confirmation.add(change);
    } else {
      confirmation.addUnlisted(change);
    }
  }

  /** An agreement that moves the base, covers an edit or lifts a hold has to be recorded. */
  private static boolean isNews(MirrorDeal deal, LinkImage observed) {
    return needsRecord(deal) || !deal.base().equals(Optional.of(observed.canonical()));
  }

  private static boolean needsRecord(MirrorDeal deal) {
    return deal.held() || deal.edit().isPresent();
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

  /** The deal is treated as one that links are only added to, whatever happens on the way. */
  private Change addition(
      MirrorDeal deal, Situation situation, Decision.Add add, Observation observed) {
    return new Change(
        deal.deal(),
        Mode.ADD_ONLY,
        situation.policy(),
        add.before(),
        add.target(),
        chooser.choose(add.before(), add.target(), Mode.ADD_ONLY),
        observed.at(),
        deal.edit());
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

  /** Looks up what the changes gathered so far take for granted, and stores them. */
  void confirm() {
    PrerequisiteCheck.Confirmed confirmed = confirmation.confirm();
    confirmed.changes().forEach(change -> tally.change(change.delta()));
    if (!confirmed.changes().isEmpty()) {
      journal.planned(confirmed.changes());
    }
    hold(confirmed.holds());
    known.clear();
  }

  private void agree(List<Agreement> agreements) {
    if (!agreements.isEmpty()) {
      journal.agreed(agreements);
    }
  }

  private void hold(List<HeldDeal> found) {
    if (found.isEmpty()) {
      return;
    }
    List<HeldDeal> holds =
        found.stream().map(hold -> isKnown(hold) ? hold.asKnown() : hold).toList();
    for (HeldDeal hold : holds) {
      tally.held();
      news += hold.known() ? 0 : 1;
    }
    journal.held(holds);
  }

  private boolean isKnown(HeldDeal hold) {
    return new HoldState.Known(hold.reason().code(), hold.detail()).equals(known.get(hold.deal()));
  }

  private void fail(List<FailedDeal> failures) {
    failures.forEach(failure -> tally.failed());
    news += failures.size();
    if (!failures.isEmpty()) {
      journal.failed(failures);
    }
  }
}
