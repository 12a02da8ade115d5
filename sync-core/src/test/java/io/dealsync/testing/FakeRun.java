package io.dealsync.testing;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.guard.Limit;
import io.dealsync.journal.ChangeStatus;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.Evidence;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunState;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.journal.Takeover;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Method;
import io.dealsync.plan.PlanTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that is stored of one run. */
public final class FakeRun {

  final Map<Long, JournalRow> rows = new TreeMap<>();
  private final Map<Long, JournalRow> takenIn = new TreeMap<>();
  final List<Evidence> evidence = new ArrayList<>();
  final Map<Long, Long> plannedAt = new TreeMap<>();
  final List<HeldDeal> held = new ArrayList<>();
  final List<FailedDeal> failed = new ArrayList<>();
  final List<SkippedDeal> skipped = new ArrayList<>();
  final List<DealObservation> observed = new ArrayList<>();
  final Map<Long, Instant> settledAt = new TreeMap<>();
  RunState state = RunState.RUNNING;
  Optional<PlanTotals> totals = Optional.empty();
  Optional<RunEnd> end = Optional.empty();
  final Map<Long, Long> groups = new TreeMap<>();
  final Set<Long> waiting = new TreeSet<>();
  final Set<String> allowances = new TreeSet<>();
  private final long id;
  private final RunHeader header;

  FakeRun(long id, RunHeader header) {
    this.id = id;
    this.header = header;
    this.allowances.addAll(header.allowances().keySet());
  }

  public long id() {
    return id;
  }

  public RunHeader header() {
    return header;
  }

  /** The deals whose edits were refused while others went on. */
  public Set<Long> setAside() {
    return Set.copyOf(waiting);
  }

  /** Whether a person raised this limit for it. */
  boolean isAllowed(Limit limit) {
    return allowances.contains(limit.key());
  }

  boolean undoes() {
    return header.origin().isPresent();
  }

  public RunState state() {
    return state;
  }

  public Optional<PlanTotals> totals() {
    return totals;
  }

  /** Whether it came to an end; a process that dies leaves none. */
  public boolean ended() {
    return end.isPresent();
  }

  public RunEnd end() {
    return end.orElseThrow();
  }

  public List<JournalRow> rows() {
    return List.copyOf(rows.values());
  }

  public JournalRow row(long deal) {
    return Objects.requireNonNull(rows.get(deal), "no change of deal " + deal);
  }

  public List<Change> changes() {
    return rows.values().stream().map(JournalRow::change).toList();
  }

  public List<HeldDeal> held() {
    return List.copyOf(held);
  }

  /** What calls really found. */
  public List<Evidence> evidence() {
    return List.copyOf(evidence);
  }

  public List<FailedDeal> failed() {
    return List.copyOf(failed);
  }

  public List<DealObservation> observed() {
    return List.copyOf(observed);
  }

  public List<SkippedDeal> skipped() {
    return List.copyOf(skipped);
  }

  public long count(ChangeStatus status) {
    return rows.values().stream().filter(row -> row.status() == status).count();
  }

  /** A deal that was not managed comes under management with what the portal has. */
  void takeIn(Takeover deal) {
    LinkSet links = deal.image().canonical().wantable();
    Change change =
        new Change(
            deal.deal(),
            Mode.MIRROR,
            Policy.HOLD,
            deal.image(),
            links,
            new Method.Keep(),
            Instant.EPOCH,
            OptionalLong.empty(),
            Optional.of(new Adoption(LinkSet.empty(), links)));
    takenIn.put(
        deal.deal(),
        JournalRow.planned(change)
            .intended(change, Instant.EPOCH)
            .ended(new Outcome.Verified(deal.image()), Optional.empty()));
  }

  /** The deals that came under management by it. */
  public Map<Long, JournalRow> takenIn() {
    return Map.copyOf(takenIn);
  }

  void takeOutTheRest() {
    rows.replaceAll((deal, row) -> row.status() == ChangeStatus.PLANNED ? row.skipped() : row);
  }

  /** A person takes a change out of the stored plan. */
  public void takeOut(long deal) {
    rows.compute(deal, (id, row) -> Objects.requireNonNull(row).skipped());
  }
}
