package io.dealsync.testing;

import io.dealsync.journal.Fill;
import io.dealsync.journal.Journal;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.LeaseLostException;
import io.dealsync.journal.Leases;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.plan.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Leases and the runs made under them, in memory. A process can be killed at any transaction: its
 * lease is gone, and nothing more is recorded under it.
 */
public final class FakeLeases implements Leases {

  private static final Set<RunState> RESUMABLE =
      Set.of(RunState.PLANNED, RunState.REFUSED, RunState.INTERRUPTED, RunState.FAILED);

  private final InstantSource clock;
  private final FakeMirror mirror;
  private final Consumer<Consumer<List<Change>>> witnesses;
  private final Map<Long, FakeRun> runs = new TreeMap<>();
  private final Map<String, Lease> holders = new TreeMap<>();
  private final Map<String, Long> positions = new TreeMap<>();
  private int transactionsLeft = Integer.MAX_VALUE;
  private Consumer<FakeRun> planned = run -> {};

  public FakeLeases(FakeMirror mirror, FakePortal portal, InstantSource clock) {
    this(mirror, portal::witness, clock);
  }

  /**
   * Leases on any portal.
   *
   * @param witnesses is given, for every run, what wants to see each round of writes before it is
   *     sent
   */
  public FakeLeases(
      FakeMirror mirror, Consumer<Consumer<List<Change>>> witnesses, InstantSource clock) {
    this.clock = clock;
    this.mirror = mirror;
    this.witnesses = witnesses;
  }

  /** The process that holds the database. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("The connection is gone.");
    }
  }

  /** So many transactions are committed, then the process dies before the next one. */
  public void dieAfter(int transactions) {
    transactionsLeft = transactions;
  }

  /** Is given every run whose plan is complete. */
  public void whenPlanned(Consumer<FakeRun> listener) {
    planned = listener;
  }

  void planned(FakeRun run) {
    planned.accept(run);
  }

  /** Gives every portal free, as if all holders had gone. */
  public void releaseAll() {
    holders.clear();
  }

  /**
   * The sessions of all holders end: others may take their portals, and they can record nothing.
   */
  public void loseSessions() {
    holders.values().forEach(lease -> lease.lost = true);
    holders.clear();
  }

  /** Whether a run is under way. */
  public boolean isHeld() {
    return !holders.isEmpty();
  }

  public FakeRun run(long id) {
    return Objects.requireNonNull(runs.get(id));
  }

  public Optional<FakeRun> find(long id) {
    return Optional.ofNullable(runs.get(id));
  }

  public Iterable<FakeRun> runs() {
    return runs.values();
  }

  @Override
  public RunLease acquire(String name, String command) {
    if (holders.containsKey(name)) {
      throw new LeaseHeldException("Another run holds " + name + ".");
    }
    Lease lease = new Lease(name);
    holders.put(name, lease);
    for (FakeRun run : runs.values()) {
      if (run.state == RunState.RUNNING) {
        run.state = RunState.INTERRUPTED;
      }
    }
    return lease;
  }

  /** One lease; closing it or dying gives the portal free. */
  public final class Lease implements RunLease {

    private final String name;
    private boolean lost;
    private final Deque<FakeJournal> open = new ArrayDeque<>();

    private Lease(String name) {
      this.name = name;
    }

    Instant now() {
      return clock.instant();
    }

    void planned(FakeRun run) {
      FakeLeases.this.planned(run);
    }

    void transaction() {
      if (transactionsLeft-- <= 0) {
        lost = true;
        holders.remove(name);
      }
      if (lost) {
        throw new Killed();
      }
    }

    void prove() {
      if (lost || holders.get(name) != this) {
        throw new LeaseLostException(name, "Its session is gone.");
      }
    }

    @Override
    public Journal open(RunHeader header) {
      return opened(header);
    }

    private FakeJournal opened(RunHeader header) {
      transaction();
      FakeRun record = new FakeRun(runs.size() + 1L, header);
      runs.put(record.id(), record);
      return journal(record);
    }

    @Override
    public Journal resume(long run, RunHeader header) {
      transaction();
      FakeRun record = runs.get(run);
      if (record == null || !RESUMABLE.contains(record.state)) {
        throw new UnknownRunException(
            new UnknownRunException.Cause.NotApplicable(run, "it is done"));
      }
      record.state = RunState.RUNNING;
      record.waiting.clear();
      record.allowances.addAll(header.allowances().keySet());
      return journal(record);
    }

    private FakeJournal journal(FakeRun record) {
      FakeJournal journal = new FakeJournal(this, record, mirror, runs);
      open.push(journal);
      witnesses.accept(journal::witness);
      return journal;
    }

    @Override
    public Fill fill(RunHeader header, String scope) {
      return new FakeFill(this, opened(header), mirror, positions, scope);
    }

    @Override
    public void finish(long run, RunEnd end) {
      transaction();
      if (open.isEmpty() || open.pop().run() != run) {
        throw new AssertionError("Run " + run + " is not the latest open one under this lease");
      }
      if (!open.isEmpty()) {
        witnesses.accept(open.element()::witness);
      }
      if (end.state() == RunState.DONE) {
        run(run).takeOutTheRest();
      }
      run(run).state = end.state();
      run(run).end = Optional.of(end);
    }

    @Override
    public void close() {
      holders.remove(name, this);
    }
  }
}
