package io.dealsync.testing;

import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.guard.Limits;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.link.Comparison;
import io.dealsync.reconcile.Reconciler;
import io.dealsync.reconcile.RunReport;
import io.dealsync.run.Progress;
import io.dealsync.run.RunSettings;
import io.dealsync.run.SieveSettings;
import io.dealsync.run.StopSignal;
import io.dealsync.run.Waves;
import io.dealsync.run.YieldPoint;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** A mirror, a portal and the runs between them, all in memory. */
public final class World {

  /** Limits that refuse nothing. */
  public static final Limits NO_LIMITS =
      new Limits(100, 100, 0, Long.MAX_VALUE, true, true, Duration.ofHours(24), true);

  public final SteppedClock clock = new SteppedClock();
  public final FakePortal portal = new FakePortal(clock);
  public final FakeMirror mirror = new FakeMirror().by(clock);
  public final FakeLeases leases = new FakeLeases(mirror, portal, clock);
  private Comparison comparison = Comparison.ORDER;
  private Policy policy = Policy.MIRROR_WINS;
  private Limits limits = NO_LIMITS;
  private Duration recheckAfter = Duration.ofSeconds(60);
  private SieveSettings sieve = SieveSettings.OFF;
  private Waves waves = Waves.NONE;
  private StopSignal stop = StopSignal.NEVER;
  private Progress progress = Progress.NONE;
  private Optional<YieldPoint> yieldPoint = Optional.empty();

  public World comparing(Comparison how) {
    comparison = how;
    return this;
  }

  public World policy(Policy byDefault) {
    policy = byDefault;
    return this;
  }

  public World limits(Limits guard) {
    limits = guard;
    return this;
  }

  public World recheckAfter(Duration age) {
    recheckAfter = age;
    return this;
  }

  public World sieve(SieveSettings settings) {
    sieve = settings;
    return this;
  }

  public World waves(Waves parts) {
    waves = parts;
    return this;
  }

  public World stop(StopSignal signal) {
    stop = signal;
    return this;
  }

  public World progress(Progress listener) {
    progress = listener;
    return this;
  }

  /** What runs give way to; it may use {@link #reconciler()}. */
  public World yieldPoint(YieldPoint shorter) {
    yieldPoint = Optional.of(shorter);
    return this;
  }

  public RunSettings settings() {
    return new RunSettings(comparison, policy, limits, recheckAfter).with(sieve).with(waves);
  }

  public RunReport plan() {
    return plan(new Selection.All());
  }

  public RunReport plan(Selection selection) {
    return under("plan", (reconciler, lease) -> reconciler.plan(lease, header("plan"), selection));
  }

  public RunReport sync() {
    return sync(new Selection.All());
  }

  public RunReport sync(Selection selection) {
    return sync(header("sync"), selection);
  }

  /** A run that starts with more than the usual. */
  public RunReport sync(RunHeader header, Selection selection) {
    return under("sync", (reconciler, lease) -> reconciler.sync(lease, header, selection));
  }

  public RunReport apply(long run) {
    return under("apply", (reconciler, lease) -> reconciler.apply(lease, header("apply"), run));
  }

  /** Undoes a run, and its effect on the mirror too if so wished. */
  public RunReport undo(long run, boolean toMirror) {
    RunHeader header = new RunHeader("main", "undo", "tester@here", OptionalLong.of(run), Map.of());
    return under(
        "undo",
        (reconciler, lease) -> reconciler.undo(lease, header, new FakeArchive(leases), toMirror));
  }

  private RunReport under(String command, BiFunction<Reconciler, RunLease, RunReport> story) {
    Reconciler giving = yieldPoint.map(reconciler()::givingWayTo).orElseGet(this::reconciler);
    try (RunLease lease = leases.acquire("main", command)) {
      return story.apply(giving, lease);
    }
  }

  /** What makes runs that give way to nobody. */
  public Reconciler reconciler() {
    return new Reconciler(mirror, portal, settings(), progress, stop, clock);
  }

  /** What a run of this command starts with. */
  public static RunHeader header(String command) {
    return new RunHeader("main", command, "tester@here", OptionalLong.empty(), Map.of());
  }
}
