package io.dealsync.testing;

import io.dealsync.decide.HoldReason;
import io.dealsync.decide.Remainder;
import io.dealsync.desired.HoldState;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Parking;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Takeover;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.Rebase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A mirror in memory: the editable tables, the bases, the edit marks and the holds. */
public final class FakeMirror implements Mirror {

  private final Map<Long, Row> deals = new TreeMap<>();
  private final Map<Long, Instant> readings = new TreeMap<>();
  private final List<String> pages = new ArrayList<>();
  private InstantSource clock = InstantSource.system();
  private long edits;
  private boolean together;
  private long transaction;
  private final Map<Long, Long> transactions = new TreeMap<>();
  private long before;
  private long moments;

  /**
   * A deal's failures in a row.
   *
   * @param counted how many of them count
   * @param at when the last one was counted; empty when none is
   * @param run the latest run with one
   */
  private record Failures(
      int counted, Optional<Instant> at, long run, String error, OptionalLong edit) {

    Optional<String> parked(OptionalLong now) {
      return counted >= Parking.DEFAULT.after() && edit.equals(now)
          ? Optional.of(error)
          : Optional.empty();
    }

    Failures again(long run, String error, OptionalLong now) {
      return edit.equals(now)
          ? new Failures(counted, at, run, error, edit)
          : new Failures(0, Optional.empty(), run, error, now);
    }

    Failures counted(Instant now, Duration apart) {
      return at.filter(last -> last.plus(apart).isAfter(now)).isPresent()
          ? this
          : new Failures(counted + 1, Optional.of(now), run, error, edit);
    }
  }

  /** A managed deal's rows of all tables. */
  private static final class Row {
    private Mode mode = Mode.MIRROR;
    private Optional<Policy> policy = Optional.empty();
    private LinkSet desired = LinkSet.empty();
    private Optional<LinkSet> base = Optional.empty();
    private long agreedBy;
    private long agreedAt;
    private long editedMoment;
    private OptionalLong edit = OptionalLong.empty();
    private Optional<Instant> releasedAt = Optional.empty();
    private Optional<HeldDeal> hold = Optional.empty();
    private boolean acknowledged;
    private Optional<Failures> failures = Optional.empty();

    MirrorDeal view(long deal, Optional<Instant> readAt) {
      return new MirrorDeal(
          deal,
          mode,
          policy,
          desired,
          base,
          edit,
          new HoldState(
              hold.isPresent() || failures.filter(each -> each.counted() > 0).isPresent(),
              known(),
              failures.flatMap(each -> each.parked(edit)),
              readAt));
    }

    /**
     * As in SQL: a newer edit makes a hold news again, which was acknowledged, or parked and told.
     */
    private Optional<HoldState.Known> known() {
      return hold.filter(this::isKnown)
          .map(each -> new HoldState.Known(each.reason().code(), each.detail()));
    }

    private boolean isKnown(HeldDeal hold) {
      return hold.reason() == HoldReason.REPEATED_REPAIR
          || (acknowledged || hold.reason() == HoldReason.PARKED) && hold.edit().equals(edit);
    }

    private boolean isEditHeld() {
      return edit.isPresent() && hold.filter(each -> each.edit().equals(edit)).isPresent();
    }

    private void hold(HeldDeal redecided) {
      acknowledged = acknowledged && hold.filter(each -> isSame(each, redecided)).isPresent();
      hold = Optional.of(redecided);
    }

    private static boolean isSame(HeldDeal one, HeldDeal other) {
      return one.reason() == other.reason()
          && one.detail().equals(other.detail())
          && one.edit().equals(other.edit());
    }

    void agree(LinkImage image, OptionalLong covered, long run, boolean whole) {
      agreedBy = run;
      base = Optional.of(image.canonical());
      edit = edit.equals(covered) ? OptionalLong.empty() : edit;
      hold = Optional.empty();
      acknowledged = false;
      failures = failures.filter(each -> !whole);
    }
  }

  /** Takes the time from this clock. */
  public FakeMirror by(InstantSource time) {
    clock = time;
    return this;
  }

  // What people do.

  /** Writes the wanted links of a deal; a new deal becomes a managed one in mode mirror. */
  public FakeMirror want(long deal, String links) {
    return want(deal, Links.set(links));
  }

  /** As {@link #want(long, String)}. */
  public FakeMirror want(long deal, LinkSet links) {
    boolean isNew = !deals.containsKey(deal);
    Row row = managed(deal);
    if (isNew || !row.desired.equals(links)) {
      row.desired = storable(links);
      mark(row);
    }
    return this;
  }

  /** Changes how a deal is treated, which is an edit; a new deal becomes a managed one. */
  public FakeMirror mode(long deal, Mode mode) {
    boolean isNew = !deals.containsKey(deal);
    Row row = managed(deal);
    if (isNew || row.mode != mode) {
      if (row.mode == Mode.ADD_ONLY) {
        row.base = Optional.empty();
      }
      row.mode = mode;
      mark(row);
    }
    return this;
  }

  /** Changes who wins on a managed deal, which is an edit. */
  public FakeMirror policy(long deal, Policy policy) {
    Row row = row(deal);
    if (!row.policy.equals(Optional.of(policy))) {
      row.policy = Optional.of(policy);
      mark(row);
    }
    return this;
  }

  /** What was edited last has been carried out. */
  public FakeMirror unedited(long deal) {
    row(deal).edit = OptionalLong.empty();
    return this;
  }

  /** Someone edits a deal and takes that back, which leaves the links as they were, and a mark. */
  public FakeMirror editAndBack(long deal) {
    mark(row(deal));
    return this;
  }

  /** A person has a deal tried again, whatever held it. */
  public FakeMirror release(long deal) {
    Row row = row(deal);
    mark(row);
    row.hold = Optional.empty();
    row.failures = Optional.empty();
    row.releasedAt = Optional.of(clock.instant());
    return this;
  }

  private void mark(Row row) {
    row.edit = OptionalLong.of(++edits);
    row.editedMoment = ++moments;
    transaction += together ? 0 : 1;
    transactions.put(edits, transaction);
  }

  /** Both sides once agreed on these links. */
  public FakeMirror agreedOn(long deal, String links) {
    return agreedOn(deal, Links.set(links));
  }

  /** As {@link #agreedOn(long, String)}. */
  public FakeMirror agreedOn(long deal, LinkSet links) {
    row(deal).agree(links.asImage(), row(deal).edit, 0, true);
    return this;
  }

  /** The deal was read one by one then. */
  public FakeMirror readAt(long deal, Instant at) {
    readings.put(deal, at);
    return this;
  }

  /** Someone takes note of the hold that is in force. */
  public FakeMirror acknowledge(long deal) {
    row(deal).hold.orElseThrow();
    row(deal).acknowledged = true;
    return this;
  }

  /** The deal failed too often. */
  public FakeMirror parked(long deal, String why) {
    Row row = row(deal);
    row.failures =
        Optional.of(
            new Failures(Parking.DEFAULT.after(), Optional.of(Instant.EPOCH), 0, why, row.edit));
    return this;
  }

  /** What is wanted by this is committed at once. */
  public void together(Runnable editing) {
    transaction++;
    together = true;
    editing.run();
    together = false;
  }

  /** The transaction of a deal's latest edit, if it is this one. */
  Optional<Long> transaction(long deal, OptionalLong edit) {
    return edit.isPresent() && find(deal).filter(row -> row.edit.equals(edit)).isPresent()
        ? Optional.ofNullable(transactions.get(edit.getAsLong()))
        : Optional.empty();
  }

  /** Takes a deal out of management. */
  public void forget(long deal) {
    deals.remove(deal);
  }

  // What the journal does.

  /** An answer that could not be understood says nothing. */
  void read(long deal, Observation observation) {
    if (!(observation instanceof Observation.Unreadable)) {
      readings.put(deal, observation.at());
    }
  }

  private void seen(long deal) {
    readings.putIfAbsent(deal, clock.instant());
  }

  void agree(Agreement agreement, long run) {
    find(agreement.deal())
        .ifPresent(
            row -> {
              row.agree(agreement.base(), agreement.edit(), run, agreement.whole());
              row.agreedAt = ++moments;
              seen(agreement.deal());
            });
  }

  void settle(Change change, LinkImage after, long run, boolean undoes) {
    boolean isUndone =
        undoes
            && change.adoption().isEmpty()
            && change.edit().isEmpty()
            && find(change.deal())
                .filter(row -> row.mode == Mode.MIRROR && row.base.isEmpty())
                .isPresent();
    if (addsFirst(change) || isUndone) {
      leave(row(change.deal()), change, after);
      seen(change.deal());
    } else {
      settle(change, after, run);
    }
  }

  /** The sides have not agreed: the edit waits for a run over all deals. */
  private static void leave(Row row, Change change, LinkImage after) {
    row.failures = Optional.empty();
    row.hold(
        new HeldDeal(
            change.deal(),
            HoldReason.FIRST_SIGHT,
            Remainder.words(row.desired, after.canonical()),
            change.edit().isPresent() ? change.edit() : row.edit));
  }

  /**
   * An adoption that comes too late is left to the next run; the base moves on by what the change
   * itself has made.
   */
  private void settle(Change change, LinkImage after, long run) {
    if (isTooLateFor(change)) {
      Agreement.onOwnWork(change, after).ifPresent(agreement -> agree(agreement, run));
      return;
    }
    find(change.deal())
        .ifPresent(
            row -> change.adoption().ifPresent(adoption -> learn(row, storable(adoption.to()))));
    agree(new Agreement(change.deal(), after, change.edit()), run);
    find(change.deal())
        .ifPresent(
            row -> change.adoption().ifPresent(adoption -> rebase(change.deal(), row, adoption)));
  }

  /** Whether the desired side was edited before it could learn what the change brings. */
  boolean isTooLateFor(Change change) {
    return change.adoption().isPresent()
        && find(change.deal()).filter(row -> row.edit.equals(change.edit())).isEmpty();
  }

  /** As in SQL: links that change are an edit in time, whoever changes them. */
  private void learn(Row row, LinkSet links) {
    if (!row.desired.equals(links)) {
      row.desired = links;
      row.editedMoment = ++moments;
    }
  }

  /** A moment that is later than everything so far. */
  long moment() {
    return ++moments;
  }

  /**
   * Whether the deal is active and carries the edit of the change. An undo is about what a run did,
   * whatever was edited before it was planned.
   */
  boolean isUnedited(Change change, long plannedAt, boolean undoes) {
    return find(change.deal())
        .filter(row -> row.mode != Mode.PAUSED)
        .filter(
            row ->
                row.edit.equals(change.edit())
                    || (undoes && change.adoption().isEmpty() && row.editedMoment < plannedAt))
        .isPresent();
  }

  /** Whether the deal has the mode and the policy of the change. */
  boolean isTreatedAs(Change change, Policy byDefault) {
    return find(change.deal())
        .filter(row -> row.mode == change.mode() || addsFirst(change))
        .filter(row -> row.policy.orElse(byDefault) == change.policy())
        .isPresent();
  }

  /** Whether both sides have agreed on something since, but for the own work of a change. */
  boolean agreedSince(long deal, long run, long plannedAt, boolean ownWork) {
    return find(deal)
        .filter(row -> row.agreedBy > run || row.agreedAt > plannedAt)
        .filter(row -> row.agreedBy != run || !ownWork)
        .isPresent();
  }

  private void rebase(long deal, Row row, Adoption adoption) {
    switch (adoption.rebase()) {
      case Rebase.ToPortal ignored -> {}
      case Rebase.Unmanaged ignored -> deals.remove(deal);
      case Rebase.Back back -> {
        row.base = back.base();
        row.edit = OptionalLong.empty();
        if (back.makesAnEditOf(row.desired)) {
          mark(row);
        }
      }
    }
  }

  /** Returns whether the deal was taken in: nobody has done so meanwhile. */
  boolean take(Takeover takeover, long run) {
    if (find(takeover.deal()).isPresent()) {
      return false;
    }
    Row row = managed(takeover.deal());
    row.desired = takeover.image().canonical().wantable();
    row.agree(takeover.image(), row.edit, run, true);
    seen(takeover.deal());
    return true;
  }

  /** What both sides last agreed on about a deal. */
  Optional<LinkSet> agreedOn(long deal) {
    return find(deal).flatMap(row -> row.base);
  }

  private static LinkSet storable(LinkSet links) {
    if (!links.equals(links.wantable())) {
      throw new IllegalArgumentException("The editable table takes no SORT below 1: " + links);
    }
    return links;
  }

  void hold(HeldDeal hold) {
    find(hold.deal()).ifPresent(row -> row.hold(hold));
  }

  Instant now() {
    return clock.instant();
  }

  /** Whether the deal is gone, or was released then or later. */
  boolean releasedSince(long deal, Instant then) {
    return find(deal)
        .filter(row -> row.releasedAt.filter(at -> !at.isBefore(then)).isEmpty())
        .isEmpty();
  }

  /** A deal that was tried is parked no more. */
  void fail(long deal, String error, long run) {
    find(deal)
        .ifPresent(
            row -> {
              row.hold = row.hold.filter(each -> each.reason() != HoldReason.PARKED);
              row.failures =
                  Optional.of(
                      row.failures
                          .map(each -> each.again(run, error, row.edit))
                          .orElse(new Failures(0, Optional.empty(), run, error, row.edit)));
            });
  }

  void countFailures(long run, Duration apart) {
    for (Row row : deals.values()) {
      row.failures =
          row.failures.map(each -> each.run() == run ? each.counted(clock.instant(), apart) : each);
    }
  }

  // What tests ask.

  public MirrorDeal get(long deal) {
    return view(deal);
  }

  public Set<Long> deals() {
    return deals.keySet();
  }

  public Optional<HeldDeal> holdOf(long deal) {
    return find(deal).flatMap(row -> row.hold);
  }

  /** Whether the deal is managed and not paused. */
  public boolean active(long deal) {
    return find(deal).filter(row -> row.mode != Mode.PAUSED).isPresent();
  }

  /** Whether it only adds links to a mirrored deal that both sides never agreed on. */
  boolean addsFirst(Change change) {
    return change.mode() == Mode.ADD_ONLY
        && find(change.deal())
            .filter(row -> row.mode == Mode.MIRROR && row.base.isEmpty())
            .isPresent();
  }

  /** Whether no later run than the change's own has brought both sides to agree. */
  boolean isLatest(Change change, long run) {
    return find(change.deal()).filter(row -> row.agreedBy > run).isEmpty();
  }

  /** Every page that was asked for, as {@code after+limit}. */
  public List<String> pages() {
    return List.copyOf(pages);
  }

  // The port.

  @Override
  public ManagedDeals managed() {
    ManagedDeals managed =
        new ManagedDeals(deals.size(), count(Mode.PAUSED), count(Mode.ADD_ONLY), before);
    before = deals.isEmpty() ? before : deals.size();
    return managed;
  }

  private long count(Mode mode) {
    return deals.values().stream().filter(row -> row.mode == mode).count();
  }

  @Override
  public List<MirrorDeal> page(Selection selection, long after, int limit) {
    pages.add(after + "+" + limit);
    return first(selection, after, limit);
  }

  @Override
  public List<MirrorDeal> named(Collection<Long> wanted) {
    return deals.entrySet().stream()
        .filter(entry -> wanted.contains(entry.getKey()))
        .map(entry -> view(entry.getKey()))
        .toList();
  }

  @Override
  public List<MirrorDeal> sample(int size) {
    return first(new Selection.All(), 0, size);
  }

  @Override
  public long heldEdits() {
    return deals.values().stream()
        .filter(row -> row.mode != Mode.PAUSED && row.isEditHeld())
        .count();
  }

  @Override
  public boolean hasEdits(Selection selection) {
    return deals.entrySet().stream()
        .filter(entry -> entry.getValue().mode != Mode.PAUSED)
        .filter(entry -> selected(selection, entry.getKey(), entry.getValue()))
        .anyMatch(entry -> entry.getValue().edit.isPresent() && !entry.getValue().isEditHeld());
  }

  @Override
  public long lostLinks() {
    List<MirrorDeal> active = first(new Selection.All(), 0, Integer.MAX_VALUE);
    return active.stream().allMatch(deal -> deal.desired().isEmpty())
        ? active.stream().mapToLong(deal -> deal.base().map(LinkSet::size).orElse(0)).sum()
        : 0;
  }

  private List<MirrorDeal> first(Selection selection, long after, int limit) {
    return deals.entrySet().stream()
        .filter(entry -> entry.getKey() > after && entry.getValue().mode != Mode.PAUSED)
        .filter(entry -> selected(selection, entry.getKey(), entry.getValue()))
        .map(entry -> view(entry.getKey()))
        .limit(limit)
        .toList();
  }

  private static boolean selected(Selection selection, long deal, Row row) {
    return switch (selection) {
      case Selection.All ignored -> true;
      case Selection.Edited ignored -> row.edit.isPresent() && !row.isEditHeld();
      case Selection.Deals named -> named.deals().contains(deal);
    };
  }

  private Row managed(long deal) {
    return deals.computeIfAbsent(deal, ignored -> new Row());
  }

  private MirrorDeal view(long deal) {
    return row(deal).view(deal, Optional.ofNullable(readings.get(deal)));
  }

  private Optional<Row> find(long deal) {
    return Optional.ofNullable(deals.get(deal));
  }

  private Row row(long deal) {
    return Objects.requireNonNull(deals.get(deal));
  }
}
