package io.dealsync.reconcile;

import io.dealsync.apply.PrerequisiteCheck;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Archive;
import io.dealsync.journal.ChangeRecord;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.Journal;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Delta;
import io.dealsync.plan.Method;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.PlanTotals;
import io.dealsync.plan.Rebase;
import io.dealsync.portal.Portal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Plans the way back of a run: every change that had an effect, and whose deal still is as the run
 * left it, gets its before-image as target, links of {@link Mode#ADD_ONLY} deals included. Where
 * only the mirror learnt something, only the mirror goes back, and with it what both sides had
 * agreed on. Deals that were changed since, or are paused or managed no more, are passed over and
 * listed.
 */
final class UndoPlanner {

  private static final int PAGE = 2500;

  private final Mirror mirror;
  private final Archive archive;
  private final Portal portal;
  private final Journal journal;
  private final boolean toMirror;
  private final MethodChooser chooser = new MethodChooser(Comparison.EXACT);
  private final PrerequisiteCheck confirmation;
  private long considered;
  private long changes;
  private long passedOver;
  private long emptied;
  private long added;
  private long removed;

  UndoPlanner(Mirror mirror, Archive archive, Portal portal, Journal journal, boolean toMirror) {
    this.mirror = mirror;
    this.archive = archive;
    this.portal = portal;
    this.journal = journal;
    this.toMirror = toMirror;
    this.confirmation = new PrerequisiteCheck(portal);
  }

  /** Stores the plan and returns its numbers. */
  PlanTotals plan(long run, ManagedDeals managed) {
    long after = 0;
    List<ChangeRecord> page;
    do {
      page = archive.changes(run, after, PAGE);
      if (!page.isEmpty()) {
        after = page.get(page.size() - 1).deal();
        consider(page.stream().filter(UndoPlanner::mayHaveDoneSomething).toList());
      }
    } while (page.size() == PAGE);
    PlanTotals totals =
        new PlanTotals(
            managed,
            considered,
            considered - changes - passedOver,
            changes,
            passedOver,
            0,
            emptied,
            added,
            removed,
            0,
            0,
            0,
            0,
            false);
    journal.totals(totals);
    return totals;
  }

  /** A change that failed may have taken effect in part. */
  private static boolean mayHaveDoneSomething(ChangeRecord change) {
    return change.before().isPresent()
        && switch (change.status()) {
          case VERIFIED -> change.after().isPresent();
          case FAILED, EDITED -> change.attempts() > 0 && !change.after().equals(change.before());
          case PLANNED, SENT, HELD, UNKNOWN, SKIPPED -> false;
        };
  }

  private void consider(List<ChangeRecord> page) {
    if (page.isEmpty()) {
      return;
    }
    List<Long> deals = page.stream().map(ChangeRecord::deal).toList();
    Map<Long, MirrorDeal> managed = managed(deals);
    Map<Long, Observation> now = portal.read(deals);
    List<SkippedDeal> skipped = new ArrayList<>();
    for (ChangeRecord done : page) {
      Optional<MirrorDeal> deal = Optional.ofNullable(managed.get(done.deal()));
      Observation observation = Objects.requireNonNull(now.get(done.deal()));
      if (didNothing(done, observation)) {
        continue;
      }
      considered++;
      Optional<String> obstacle = obstacle(done, deal, observation);
      if (obstacle.isPresent()) {
        passedOver++;
        skipped.add(new SkippedDeal(done.deal(), obstacle.get()));
      } else if (observation instanceof Observation.Present present) {
        wayBack(done, deal.orElseThrow(), present).ifPresent(confirmation::add);
      }
    }
    PrerequisiteCheck.Confirmed confirmed = confirmation.confirm();
    confirmed.changes().forEach(change -> count(change.delta()));
    if (!confirmed.changes().isEmpty()) {
      journal.planned(confirmed.changes());
    }
    confirmed.holds().forEach(hold -> skipped.add(new SkippedDeal(hold.deal(), hold.detail())));
    passedOver += confirmed.holds().size();
    if (!skipped.isEmpty()) {
      journal.skipped(skipped);
    }
  }

  /** Nobody has read what a failed change left, but the deal is as it was before. */
  private static boolean didNothing(ChangeRecord done, Observation observation) {
    return done.after().isEmpty()
        && observation instanceof Observation.Present present
        && present.image().equals(done.before().orElseThrow());
  }

  /** Paused deals are not among them. */
  private Map<Long, MirrorDeal> managed(List<Long> deals) {
    return mirror.page(new Selection.Deals(deals), 0, deals.size()).stream()
        .collect(Collectors.toMap(MirrorDeal::deal, Function.identity()));
  }

  /** Why a deal does not go back. */
  private Optional<String> obstacle(
      ChangeRecord done, Optional<MirrorDeal> deal, Observation observation) {
    if (deal.isEmpty()) {
      return Optional.of("It is paused, or not managed any more.");
    }
    if (isEditedSince(done, deal.get())) {
      return Optional.of("The mirror was edited since the run.");
    }
    if (done.method().isEmpty() && !isAsLeft(deal.get(), done)) {
      return Optional.of("The mirror was changed since the run: it wants " + deal.get().desired());
    }
    if (done.method().isEmpty() && !toMirror) {
      return observation instanceof Observation.Present
          ? Optional.empty()
          : Optional.of("The portal does not show the deal.");
    }
    if (done.after().isEmpty()) {
      return Optional.of("The change failed in the run, and what it left was not read.");
    }
    if (!isOwnWork(done)) {
      return Optional.of(
          "The change failed in the run, and someone else changed the deal during it.");
    }
    LinkImage left = done.after().get();
    boolean asLeft =
        observation instanceof Observation.Present present && present.image().equals(left);
    return asLeft ? Optional.empty() : Optional.of(changedSince(left, observation));
  }

  /** An edit that the run carried and that waits still, as at first sight, is no edit since. */
  private boolean isEditedSince(ChangeRecord done, MirrorDeal deal) {
    boolean minds = toMirror || done.method().isEmpty();
    return minds && deal.edit().isPresent() && !deal.edit().equals(done.edit());
  }

  private static boolean isAsLeft(MirrorDeal deal, ChangeRecord done) {
    return done.adoption().filter(learnt -> learnt.to().sameOrder(deal.desired())).isPresent();
  }

  /** Whether the run's own calls alone can have made of the deal what it was read as after them. */
  private static boolean isOwnWork(ChangeRecord done) {
    List<Long> left = done.after().orElseThrow().canonical().contacts();
    List<Long> before = done.before().orElseThrow().canonical().contacts();
    LinkSet target = done.target().orElseThrow();
    return done.status() == ChangeStatus.VERIFIED
        || (left.stream().allMatch(id -> before.contains(id) || target.contains(id))
            && before.stream().allMatch(id -> left.contains(id) || !target.contains(id)));
  }

  private void count(Delta delta) {
    changes++;
    emptied += delta.emptied() ? 1 : 0;
    added += delta.added().size();
    removed += delta.removed().size();
  }

  private Optional<Change> wayBack(
      ChangeRecord done, MirrorDeal deal, Observation.Present present) {
    return done.method().isPresent()
        ? onThePortal(done, deal, present)
        : done.adoption().map(learnt -> inTheMirror(done, deal, learnt, present));
  }

  private Change inTheMirror(
      ChangeRecord done, MirrorDeal deal, Adoption learnt, Observation.Present present) {
    return new Change(
        done.deal(),
        Mode.MIRROR,
        Policy.HOLD,
        present.image(),
        present.image().canonical(),
        new Method.Keep(),
        present.at(),
        deal.edit(),
        Optional.of(
            new Adoption(
                deal.desired(),
                learnt.from().wantable(),
                done.tookIn()
                    ? new Rebase.Unmanaged()
                    : new Rebase.Back(agreedThen(done, deal, present)))));
  }

  /**
   * What both sides had agreed on before the run, unless a later one has brought them to agree on
   * something else. For good they are taken to agree on what the portal has. Against either of
   * these, what is wanted again is an edit, and the next run brings the portal to it.
   */
  private Optional<LinkSet> agreedThen(
      ChangeRecord done, MirrorDeal deal, Observation.Present present) {
    if (toMirror) {
      return Optional.of(present.image().canonical());
    }
    return deal.base().equals(baseLeft(done)) ? done.agreed() : deal.base();
  }

  private static Optional<LinkSet> baseLeft(ChangeRecord done) {
    return switch (done.adoption().orElseThrow().rebase()) {
      case Rebase.ToPortal ignored -> done.after().map(LinkImage::canonical);
      case Rebase.Back back -> back.base();
      case Rebase.Unmanaged ignored -> Optional.empty();
    };
  }

  private Optional<Change> onThePortal(
      ChangeRecord done, MirrorDeal deal, Observation.Present present) {
    LinkImage now = present.image();
    LinkSet target = done.before().orElseThrow().canonical().wantable();
    if (now.wellFormed() && now.canonical().equals(target)) {
      return Optional.empty();
    }
    return Optional.of(
        new Change(
            done.deal(),
            Mode.MIRROR,
            Policy.HOLD,
            now,
            target,
            chooser.choose(now, target, Mode.MIRROR),
            present.at(),
            toMirror ? deal.edit() : OptionalLong.empty(),
            toMirror
                ? Optional.of(new Adoption(deal.desired(), wantedAfter(done, deal, target)))
                : Optional.empty()));
  }

  /** What an {@link Mode#ADD_ONLY} deal wants besides what the run added is no less wanted. */
  private static LinkSet wantedAfter(ChangeRecord done, MirrorDeal deal, LinkSet target) {
    return deal.mode() == Mode.ADD_ONLY ? without(deal.desired(), addedBy(done)) : target;
  }

  private static List<Long> addedBy(ChangeRecord done) {
    LinkSet before = done.before().orElseThrow().canonical();
    return done.after().orElseThrow().canonical().minus(before).stream()
        .filter(done.target().orElseThrow()::contains)
        .toList();
  }

  private static LinkSet without(LinkSet links, List<Long> contacts) {
    return LinkSet.of(
        links.links().stream().filter(link -> !contacts.contains(link.contact())).toList());
  }

  private static String changedSince(LinkImage left, Observation observation) {
    String state =
        observation instanceof Observation.Present present
            ? "it has " + present.image()
            : "it cannot be read";
    return "Changed since the run: the run left %s, now %s.".formatted(left, state);
  }
}
