package io.dealsync.reconcile;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Journal;
import io.dealsync.observe.ListTrust;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.Portal;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Makes a plan: goes through the selected deals in key order, finds those that need reading, reads
 * and decides each, and stores what is to be done. Nothing is written to the portal. Memory does
 * not grow with the number of deals.
 */
final class Planner {

  /** Deals read one by one at a time: fills fifty requests of fifty commands. */
  static final int PAGE = 2500;

  /** As {@link #PAGE}, while someone may be waiting: ten requests take five seconds at worst. */
  private static final int SHORT_PAGE = 500;

  private final Mirror mirror;
  private final WatchedMirror watched;
  private final Journal journal;
  private final RunSettings settings;
  private final Progress progress;
  private final StopSignal stop;
  private final BooleanSupplier yieldPoint;
  private final int readAtOnce;
  private final DealPlanner dealPlanner;
  private final Sieve sieve;
  private final List<ReadCandidate> toRead = new ArrayList<>();

  /**
   * A planner is used for one run.
   *
   * @param yieldPoint gives way between two steps and tells whether deals may have moved by that;
   *     absent when the run gives way to nobody
   * @param quiet whether people are through with their edits
   */
  Planner(
      Mirror mirror,
      Portal portal,
      Journal journal,
      RunSettings settings,
      Progress progress,
      StopSignal stop,
      Optional<BooleanSupplier> yieldPoint,
      Quiet quiet,
      InstantSource clock) {
    this.mirror = mirror;
    this.watched = new WatchedMirror(mirror, quiet);
    this.journal = journal;
    this.settings = settings;
    this.progress = progress;
    this.stop = stop;
    this.yieldPoint = yieldPoint.orElse(() -> false);
    this.readAtOnce = yieldPoint.isPresent() ? SHORT_PAGE : PAGE;
    this.dealPlanner = new DealPlanner(portal, journal, settings);
    this.sieve = new Sieve(portal, settings, clock);
  }

  /**
   * Plans the selected deals; the plan is stored through the journal.
   *
   * @return the plan's numbers
   */
  PlanTotals plan(Selection selection) {
    ManagedDeals managed = mirror.managed();
    progress.begin(Progress.Phase.READ, managed.all());
    if (selection instanceof Selection.All
        && sieve.isWorthwhile(settings.comparison(), managed.all())) {
      sieve.proveBy(mirror.sample(sieve.sample(managed.all())), managed.all());
    }
    if (selection instanceof Selection.Edited) {
      dealPlanner.passOver(mirror.heldEdits());
    }
    boolean seenAll = passThrough(selection);
    while (!toRead.isEmpty()) {
      readAndDecide(Math.min(toRead.size(), readAtOnce));
    }
    dealPlanner.confirm();
    PlanTotals totals =
        dealPlanner.totals(
            managed,
            watched.lostLinks(),
            seenAll && watched.waiting() == 0 && selection instanceof Selection.All);
    journal.totals(totals);
    return totals;
  }

  /** What people should know about how the portal was read; blank when nothing is unusual. */
  String note() {
    List<String> notes = new ArrayList<>();
    if (!sieve.note().isBlank()) {
      notes.add(sieve.note());
    }
    if (watched.waiting() > 0) {
      notes.add(
          "%d %s being edited and left to the next run."
              .formatted(watched.waiting(), watched.waiting() == 1 ? "deal is" : "deals are"));
    }
    if (dealPlanner.added() > 0) {
      notes.add(
          "%d %s never agreed on before and only gain%s links; `dealsync plan` shows what else differs."
              .formatted(
                  dealPlanner.added(),
                  dealPlanner.added() == 1 ? "deal was" : "deals were",
                  dealPlanner.added() == 1 ? "s" : ""));
    }
    if (dealPlanner.repeated().number() > 0) {
      notes.add(dealPlanner.repeated().words());
    }
    return String.join(" ", notes);
  }

  /** Returns whether the end was reached. */
  private boolean passThrough(Selection selection) {
    long after = 0;
    int size;
    List<MirrorDeal> page;
    do {
      size = sieve.isUsed() ? sieve.page() : PAGE;
      page = watched.page(selection, after, size);
      if (!page.isEmpty()) {
        sift(watched.carried(page));
        after = page.get(page.size() - 1).deal();
      }
    } while (page.size() == size && !stop.requested());
    return page.size() < size;
  }

  /** Holds and failures that nobody has been told of before. */
  long news() {
    return dealPlanner.news() + dealPlanner.added() + dealPlanner.repeated().number();
  }

  /** Repairs that recur, in sentences for people; blank when there are none. */
  String repeated() {
    return dealPlanner.repeated().words();
  }

  /** What was found out about the portal's list. */
  ListTrust list() {
    return sieve.trust();
  }

  /** Deals that were read one by one. */
  long tried() {
    return dealPlanner.tried();
  }

  private void sift(List<MirrorDeal> page) {
    Map<Boolean, List<MirrorDeal>> byParked =
        page.stream()
            .collect(Collectors.partitioningBy(deal -> deal.standing().parked().isPresent()));
    List<MirrorDeal> parked = byParked.getOrDefault(true, List.of());
    dealPlanner.park(parked);
    Sieve.Sifted sifted = sieve.sift(byParked.getOrDefault(false, List.of()), toRead);
    dealPlanner.clear(sifted.clear());
    done(parked.size() + sifted.clear().size());
    sifted.riders().ifPresent(this::decide);
    dealPlanner.know(sifted.existing());
    toRead.addAll(sifted.suspects());
    giveWay();
    while (toRead.size() >= readAtOnce) {
      readAndDecide(readAtOnce);
    }
  }

  /** What is to be read still is taken from the mirror again: its desired side may have moved. */
  private void giveWay() {
    if (yieldPoint.getAsBoolean() && !toRead.isEmpty()) {
      List<Long> deals = ReadCandidate.ids(toRead);
      toRead.clear();
      watched.carried(watched.page(new Selection.Deals(deals), 0, deals.size())).stream()
          .map(ReadCandidate::of)
          .forEach(toRead::add);
    }
  }

  private void decide(Sieve.Riders riders) {
    List<ReadCandidate> read = toRead.subList(0, riders.number());
    dealPlanner.decide(read, riders.answers());
    done(read.size());
    read.clear();
  }

  private void readAndDecide(int count) {
    List<ReadCandidate> deals = toRead.subList(0, count);
    dealPlanner.consider(deals);
    done(deals.size());
    deals.clear();
    giveWay();
  }

  private void done(int deals) {
    if (deals > 0) {
      progress.advance(deals);
    }
  }
}
