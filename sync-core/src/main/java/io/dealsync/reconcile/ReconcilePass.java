package io.dealsync.reconcile;

import static java.util.stream.Collectors.joining;

import io.dealsync.apply.Applied;
import io.dealsync.apply.Applier;
import io.dealsync.apply.Pause;
import io.dealsync.apply.PrerequisiteCheck;
import io.dealsync.desired.FirstSight;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Approval;
import io.dealsync.guard.EditGroup;
import io.dealsync.guard.Guard;
import io.dealsync.guard.GuardWindow;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import io.dealsync.guard.RefusedEdits;
import io.dealsync.guard.Verdict;
import io.dealsync.journal.Archive;
import io.dealsync.journal.Journal;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.Settled;
import io.dealsync.link.Comparison;
import io.dealsync.observe.ListTrust;
import io.dealsync.plan.Change;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.Portal;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.run.YieldPoint;
import io.dealsync.settle.RunLife;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What one pass has come to so far; its end is its report. */
final class ReconcilePass implements RunLife.Course<RunReport> {

  private final Mirror mirror;
  private final RunSettings settings;
  private final Progress progress;
  private final StopSignal stop;
  private final InstantSource clock;
  private final Optional<YieldPoint> yieldPoint;
  private final Quiet quiet;
  private final RunLease lease;
  private final Journal journal;
  private final Instant began;
  private final MeteredPortal watched;

  /** For all that comes before the first write: nothing is lost by dropping it. */
  private final Portal reading;

  private final RunLife life;
  private Consumer<ReconcilePass> story = pass -> {};

  private Optional<PlanTotals> totals = Optional.empty();
  private Applied applied = Applied.NOTHING;
  private List<Refusal> refusals = List.of();
  private boolean applying;
  private boolean overEdits;
  private Optional<Selection> about = Optional.empty();
  private ListTrust list = ListTrust.UNPROVEN;
  private String note = "";
  private long news;
  private long tried;
  private String repeated = "";

  ReconcilePass(RunTools tools, RunLease lease, Journal journal) {
    this.mirror = tools.mirror();
    this.settings = tools.settings();
    this.progress = tools.progress();
    this.stop = tools.stop();
    this.clock = tools.clock();
    this.yieldPoint = tools.yieldPoint();
    this.quiet = tools.quiet();
    this.lease = lease;
    this.journal = journal;
    this.began = clock.instant();
    this.watched = new MeteredPortal(tools.portal());
    this.reading = watched.until(stop::requested);
    this.life = new RunLife(lease, journal, reading);
  }

  RunReport conduct(Consumer<ReconcilePass> told) {
    story = told;
    return life.conduct(settings.comparison(), progress, this);
  }

  @Override
  public void work() {
    story.accept(this);
  }

  void plan(Selection selection, FirstSight firstSight) {
    overEdits = selection instanceof Selection.Edited;
    about = Optional.of(selection);
    Planner planner =
        new Planner(
            mirror,
            reading,
            journal,
            settings.with(firstSight),
            progress,
            stop,
            yieldPoint.map(shorter -> this::giveWay),
            quiet,
            clock);
    totals = Optional.of(planner.plan(selection));
    note =
        Stream.of(planner.note(), takenOut()).filter(text -> !text.isBlank()).collect(joining(" "));
    news = planner.news();
    tried = planner.tried();
    list = planner.list();
    repeated = planner.repeated();
  }

  /** Taking deals out touches no portal, and a reload that went wrong looks the same. */
  private String takenOut() {
    ManagedDeals managed = totals.orElseThrow().managed();
    return managed.mostAreGone()
        ? "%d of %d deals were taken out since the last run; the portal keeps what they have."
            .formatted(managed.before() - managed.all(), managed.before())
        : "";
  }

  void planUndo(Archive archive, long run, boolean toMirror) {
    UndoPlanner planner = new UndoPlanner(mirror, archive, reading, journal, toMirror);
    totals = Optional.of(planner.plan(run, mirror.managed()));
    news = totals.get().held();
    tried = totals.get().considered();
  }

  /** What is looked up again costs requests, so the guard speaks first. */
  void applyStored() {
    about = journal.undoes() ? Optional.empty() : Optional.of(new Selection.All());
    count();
    if (judge() instanceof Verdict.Approved approved && covered(approved.approval()) > 0) {
      confirmStored();
      count();
    }
    guardAndApply();
  }

  private void count() {
    totals = Optional.of(journal.remaining());
    news = journal.news();
    tried = totals.get().changes();
  }

  private RunSettings how() {
    return journal.undoes() ? settings.with(Comparison.EXACT) : settings;
  }

  private Verdict judge() {
    Limits limits = how().limits();
    Guard guard = new Guard(limits, journal.comeback());
    GuardWindow window = journal.window(limits.window());
    Verdict whole = guard.judge(totals.orElseThrow(), window);
    return whole instanceof Verdict.Refused
        ? guard.judge(totals.orElseThrow(), window, separable())
        : whole;
  }

  /**
   * A run over edits takes each for itself. Any other run is one thing, except for edits that were
   * refused before and wait: they keep no nightly run from its work.
   */
  private List<EditGroup> separable() {
    return journal.editGroups().stream().filter(group -> overEdits || group.refused()).toList();
  }

  /** What the guard would say is part of a plan. */
  void foresee() {
    refusals =
        switch (judge()) {
          case Verdict.Refused refused -> refused.refusals();
          case Verdict.Approved approved -> refusals(approved.approval());
        };
  }

  void guardAndApply() {
    if (stop.requested()) {
      return;
    }
    applying = true;
    switch (judge()) {
      case Verdict.Refused refused -> refusals = refused.refusals();
      case Verdict.Approved approved -> {
        refusals = refusals(approved.approval());
        apply(approved.approval());
      }
    }
  }

  private static List<Refusal> refusals(Approval approval) {
    return approval.refused().map(RefusedEdits::refusals).orElse(List.of());
  }

  /** How many changes of the plan may be applied. */
  private long covered(Approval approval) {
    return changes() - approval.refused().map(RefusedEdits::deals).orElse(0L);
  }

  private void apply(Approval approval) {
    reading.handshake();
    applied =
        new Applier(
                watched.until(endOf(new StopGrace(stop, clock))),
                journal,
                how(),
                progress,
                stop,
                pause(),
                list,
                began,
                clock)
            .apply(approval, covered(approval));
    applied.failure().ifPresent(life::endedBy);
  }

  private static BooleanSupplier endOf(StopGrace grace) {
    return () -> {
      grace.look();
      return grace.isOver();
    };
  }

  private Pause pause() {
    return yieldPoint.map(this::pause).orElse(Pause.NONE);
  }

  private Pause pause(YieldPoint shorter) {
    return new Pause() {
      @Override
      public boolean isWanted() {
        return shorter.isWanted();
      }

      @Override
      public void run() {
        shorter.play(lease);
      }
    };
  }

  private boolean giveWay() {
    return yieldPoint.isPresent() && yieldPoint.get().play(lease);
  }

  /** A stored plan may be old: its contacts and empty deals are looked up again. */
  private void confirmStored() {
    PrerequisiteCheck confirmation = new PrerequisiteCheck(reading);
    long after = 0;
    List<Change> page;
    do {
      page = journal.pending(after, Planner.PAGE);
      page.forEach(confirmation::add);
      if (!page.isEmpty()) {
        after = page.get(page.size() - 1).deal();
        end(confirmation.confirm().ended(page));
      }
    } while (page.size() == Planner.PAGE);
  }

  private void end(List<Settled> gone) {
    if (!gone.isEmpty()) {
      journal.settle(gone);
    }
  }

  @Override
  public RunReport report() {
    RunReport report = reported();
    countFailures(report);
    return report;
  }

  private RunReport reported() {
    return new RunReport(
        journal.run(),
        outcome(),
        totals,
        applied,
        refusals,
        life.settledEarlier(),
        watched.traffic(),
        watched.requests(),
        Duration.between(began, clock.instant()),
        about.filter(mirror::hasEdits).isPresent(),
        life.failure(),
        note);
  }

  private RunOutcome outcome() {
    if (life.failure().isPresent()) {
      return RunOutcome.FAILED;
    }
    if (!refusals.isEmpty() && (applying || changes() == 0)) {
      return RunOutcome.REFUSED;
    }
    if (life.dropped() || stop.requested() && (!applying || applied.interrupted())) {
      return RunOutcome.INTERRUPTED;
    }
    if (!applied.stopped().isEmpty()) {
      return RunOutcome.STOPPED;
    }
    if (!applying && changes() > 0) {
      return RunOutcome.PENDING;
    }
    boolean clean =
        news
                + applied.edited()
                + applied.held()
                + applied.failed()
                + applied.unsent()
                + applied.unknown()
            == 0;
    return clean ? RunOutcome.IN_SYNC : RunOutcome.INCOMPLETE;
  }

  private long changes() {
    return totals.orElseThrow().changes();
  }

  @Override
  public RunEnd end(RunReport report) {
    return new RunEnd(
        report.outcome().state(),
        report.outcome().word(),
        applied.pushed(),
        applied.verified(),
        report.held(),
        report.failed(),
        report.traffic(),
        report.leastRequests(),
        report.duration(),
        explanation(report));
  }

  /** What an earlier run had left unknown may have turned out a failure. */
  private void countFailures(RunReport report) {
    boolean any = report.failed() > 0 || life.settledEarlier() > 0;
    if (any && life.failure().isEmpty() && !Incident.isOne(report.failed(), tried)) {
      journal.countFailures(settings.parking().apart());
    }
  }

  private String explanation(RunReport report) {
    return report
        .failure()
        .map(Throwable::getMessage)
        .orElseGet(
            () ->
                Stream.concat(
                        refused(report).stream().map(Refusal::arithmetic),
                        Stream.of(report.applied().stopped(), repeated)
                            .filter(why -> !why.isEmpty()))
                    .collect(joining("; ")));
  }

  private static List<Refusal> refused(RunReport report) {
    return report.outcome() == RunOutcome.REFUSED ? report.refusals() : List.of();
  }

  @Override
  public RunEnd breakdown(String why) {
    return new RunEnd(
        RunState.FAILED,
        RunOutcome.FAILED.word(),
        applied.pushed(),
        applied.verified(),
        0,
        0,
        watched.traffic(),
        watched.requests(),
        Duration.between(began, clock.instant()),
        why);
  }
}
