package io.dealsync.pull;

import io.dealsync.desired.Mirror;
import io.dealsync.guard.Guard;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.guard.Side;
import io.dealsync.guard.Verdict;
import io.dealsync.journal.Fill;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.plan.Batch;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.DealCatalog;
import io.dealsync.portal.DealCondition;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Traffic;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.settle.RunLife;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fills the mirror from the portal: finds deals by key, reads each, and takes the links of those
 * that are not managed yet in as desired and base together, so that a sync straight afterwards has
 * nothing to write to them. The portal is only read, first to explain what earlier runs left open.
 * How far it has come is stored with every page, so that the next pull of the same scope goes on
 * there.
 *
 * <p>What managed deals want is people's. Where the portal has something else, the pull tells; it
 * takes that in only if it was asked to, as a plan that the guard judges whole before the first
 * deal of it changes, and that is journalled and can be undone like any other.
 *
 * <p>A portal that cannot be used ends the run with a report, not with an exception.
 */
public final class Puller {

  /** Deals read at a time: fills fifty requests of fifty commands. */
  private static final int PAGE = 2500;

  private final Mirror mirror;
  private final Portal portal;
  private final DealCatalog catalog;
  private final RunSettings settings;
  private final Progress progress;
  private final StopSignal stop;
  private final InstantSource clock;

  /**
   * @param portal what is under way there is dropped by the signal, if it is {@link Portal#until}
   *     that signal, and so with the catalog
   * @param settings when a managed deal counts as equal to the portal's, and how much of the mirror
   *     may change
   */
  public Puller(
      Mirror mirror,
      Portal portal,
      DealCatalog catalog,
      RunSettings settings,
      Progress progress,
      StopSignal stop,
      InstantSource clock) {
    this.mirror = mirror;
    this.portal = portal;
    this.catalog = catalog;
    this.settings = settings;
    this.progress = progress;
    this.stop = stop;
    this.clock = clock;
  }

  /** Pulls as ordered. */
  public PullReport pull(RunLease lease, RunHeader header, PullOrder order) {
    Fill fill = lease.fill(header, order.text());
    return new Pull(lease, fill, order).conduct();
  }

  /** What one pull has come to so far; its end is its report. */
  private final class Pull implements RunLife.Course<PullReport> {

    private final Fill fill;
    private final PullOrder order;
    private final TakeoverDecider takeovers;
    private final PullCounts tally = new PullCounts();
    private final Instant began = clock.instant();
    private final Traffic before = portal.traffic();
    private final long resumedAfter;
    private final RunLife life;
    private List<Refusal> refusals = List.of();
    private boolean wholeRead;
    private boolean stopped;
    private long reached;

    Pull(RunLease lease, Fill fill, PullOrder order) {
      this.life = new RunLife(lease, fill.journal(), portal);
      this.fill = fill;
      this.order = order;
      this.takeovers = new TakeoverDecider(settings.comparison(), order.overwrite());
      this.resumedAfter = order.goesOn() ? fill.reached() : 0;
      this.reached = resumedAfter;
    }

    PullReport conduct() {
      return life.conduct(settings.comparison(), progress, this);
    }

    @Override
    public void work() {
      goThrough(order.scope());
      portal.handshake();
      if (!stopped) {
        wholeRead = true;
        fill.complete();
        refresh();
      }
    }

    @Override
    public PullReport report() {
      if (life.failure().isPresent() || life.dropped()) {
        stopped = life.dropped();
      }
      if (!wholeRead && plan().changes() == 0) {
        fill.journal().totals(plan());
      }
      return reported();
    }

    private PlanTotals plan() {
      return tally.asPlan(mirror.managed(), order.scope() instanceof PullScope.All);
    }

    /** Half a plan has no numbers, so that nobody can carry it out. */
    private void refresh() {
      PlanTotals plan = plan();
      fill.journal().totals(plan);
      if (plan.changes() == 0) {
        return;
      }
      Limits limits = settings.limits();
      GuardWindow window = fill.journal().window(limits.window());
      switch (new Guard(limits).judge(plan, window, Side.MIRROR)) {
        case Verdict.Refused refused -> refusals = refused.refusals();
        case Verdict.Approved approved -> {
          Refresh refresh =
              new Refresh(portal, fill.journal(), settings.recheckAfter(), stop, clock);
          try {
            refresh.carryOut(approved.approval());
          } finally {
            tally.refreshed(refresh.done());
            stopped = stop.requested() && refresh.done().deals() < plan.changes();
          }
        }
      }
    }

    private void goThrough(PullScope scope) {
      switch (scope) {
        case PullScope.All ignored -> search(List.of());
        case PullScope.Matching matching -> search(matching.conditions());
        case PullScope.Named named -> lookUp(named.deals());
      }
    }

    /** Counted in ids, because how many deals there are is only known at the end. */
    private void search(List<DealCondition> conditions) {
      long last = catalog.highest().orElse(0);
      progress.begin(Progress.Phase.PULL, Math.max(0, last - reached));
      catalog.search(
          conditions,
          reached,
          last,
          found -> {
            for (List<Long> page : pages(found)) {
              take(page, List.of(), Set.of());
            }
            return !stopped;
          });
    }

    private void lookUp(List<Long> deals) {
      List<Long> left = deals.stream().filter(deal -> deal > reached).toList();
      progress.begin(Progress.Phase.PULL, left.isEmpty() ? 0 : left.get(left.size() - 1) - reached);
      for (List<Long> page : pages(left)) {
        ExistingIds existing = portal.existingDeals(page);
        take(
            page.stream().filter(existing.deals()::contains).toList(),
            page.stream().filter(deal -> !existing.deals().contains(deal)).toList(),
            existing.templates());
      }
    }

    private static List<List<Long>> pages(List<Long> deals) {
      List<List<Long>> pages = new ArrayList<>();
      for (int from = 0; from < deals.size(); from += PAGE) {
        pages.add(deals.subList(from, Math.min(deals.size(), from + PAGE)));
      }
      return pages;
    }

    /** Says nothing about deals once the run was asked to stop: they are for the next one. */
    private void take(List<Long> deals, List<Long> absent, Set<Long> templates) {
      stopped = stopped || stop.requested();
      if (stopped) {
        return;
      }
      PulledPage page = new PulledPage(takeovers, mirror.named(deals), tally);
      absent.forEach(deal -> page.absent(deal, templates.contains(deal)));
      portal.read(deals).entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(read -> page.consider(read.getKey(), read.getValue()));
      long end = Math.max(last(deals), last(absent));
      page.store(fill, end);
      progress.advance(end - reached);
      reached = end;
    }

    private static long last(List<Long> deals) {
      return deals.isEmpty() ? 0 : deals.get(deals.size() - 1);
    }

    private Traffic traffic() {
      return portal.traffic().since(before);
    }

    /** Full requests; and what is listed can be read only after that. */
    private long leastRequests() {
      long calls = traffic().calls();
      int steps = order.scope() instanceof PullScope.Named ? 2 : 3;
      int settling = life.settledEarlier() > 0 ? 1 : 0;
      return Math.max(Batch.requests(calls), Math.min(calls, steps + settling));
    }

    private PullReport reported() {
      return new PullReport(
          fill.journal().run(),
          ending(),
          resumedAfter,
          reached,
          tally.totals(),
          life.settledEarlier(),
          traffic(),
          Duration.between(began, clock.instant()),
          life.failure(),
          refusals);
    }

    private PullReport.Ending ending() {
      if (life.failure().isPresent()) {
        return PullReport.Ending.FAILED;
      }
      if (stopped) {
        return PullReport.Ending.INTERRUPTED;
      }
      if (!refusals.isEmpty()) {
        return PullReport.Ending.REFUSED;
      }
      PullTotals totals = tally.totals();
      return totals.differing() + totals.kept() + totals.failed() == 0
          ? PullReport.Ending.COMPLETE
          : PullReport.Ending.INCOMPLETE;
    }

    @Override
    public RunEnd end(PullReport report) {
      RunState state =
          switch (report.ending()) {
            case COMPLETE, INCOMPLETE -> RunState.DONE;
            case REFUSED -> RunState.REFUSED;
            case INTERRUPTED -> RunState.INTERRUPTED;
            case FAILED -> RunState.FAILED;
          };
      return end(state, explanation());
    }

    private String explanation() {
      String resumed =
          resumedAfter == 0
              ? ""
              : "It went on after deal %d, where an earlier pull had stopped. "
                  .formatted(resumedAfter);
      String ended = life.failure().map(Throwable::getMessage).orElseGet(this::whyItStopped);
      return (resumed + ended).strip();
    }

    private String whyItStopped() {
      return stopped
          ? "It was asked to stop after deal %d.".formatted(reached)
          : refusals.stream().map(Refusal::arithmetic).collect(Collectors.joining("; "));
    }

    private RunEnd end(RunState state, String explanation) {
      PullTotals totals = tally.totals();
      return new RunEnd(
          state,
          (state == RunState.FAILED ? PullReport.Ending.FAILED : ending())
              .name()
              .toLowerCase(Locale.ROOT),
          0,
          totals.refreshed(),
          totals.differing() + totals.kept(),
          totals.failed(),
          traffic(),
          leastRequests(),
          Duration.between(began, clock.instant()),
          explanation);
    }

    @Override
    public RunEnd breakdown(String why) {
      return end(RunState.FAILED, why);
    }
  }
}
