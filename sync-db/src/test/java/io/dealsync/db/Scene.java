package io.dealsync.db;

import io.dealsync.decide.HoldReason;
import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.HeldDeal;
import io.dealsync.journal.Journal;
import io.dealsync.journal.Outcome;
import io.dealsync.journal.RunEnd;
import io.dealsync.journal.RunHeader;
import io.dealsync.journal.RunLease;
import io.dealsync.journal.RunState;
import io.dealsync.journal.Settled;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Adoption;
import io.dealsync.plan.Change;
import io.dealsync.plan.MethodChooser;
import io.dealsync.plan.PlanTotals;
import io.dealsync.portal.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What the tests of failures and of cost let happen: simple runs over deals 1, 2, 3, … */
public final class Scene {

  public static final String PORTAL = "main";
  public static final RunHeader HEADER =
      new RunHeader(PORTAL, "sync", "ann@desk", OptionalLong.empty(), Map.of());

  private static final Instant SEEN = Instant.parse("2026-11-22T01:00:00Z");
  private static final MethodChooser CHOOSER = new MethodChooser(Comparison.ORDER);

  private Scene() {}

  /** A healthy image: contacts with SORT 10, 20, …, the first one primary. */
  public static LinkImage image(long... contacts) {
    return new LinkImage(
        IntStream.range(0, contacts.length)
            .mapToObj(i -> new Link(contacts[i], (i + 1) * 10, i == 0))
            .toList());
  }

  public static LinkSet set(long... contacts) {
    return image(contacts).canonical();
  }

  /** Contact 55 shall become 54. */
  public static Change change(long deal, OptionalLong edit) {
    return change(deal, edit, Optional.empty());
  }

  /** The same, and the desired side learns from the portal what it becomes. */
  public static Change adopting(long deal, OptionalLong edit) {
    return change(deal, edit, Optional.of(new Adoption(set(54), set(54, 60))));
  }

  private static Change change(long deal, OptionalLong edit, Optional<Adoption> adoption) {
    return new Change(
        deal,
        Mode.MIRROR,
        Policy.MIRROR_WINS,
        image(55),
        set(54),
        CHOOSER.choose(image(55), set(54), Mode.MIRROR),
        SEEN,
        edit,
        adoption);
  }

  /** A run with a complete plan. */
  public static Journal planned(RunLease lease, List<Change> changes) {
    Journal journal = lease.open(HEADER);
    journal.planned(changes);
    journal.totals(totals(changes.size()));
    return journal;
  }

  public static PlanTotals totals(long changes) {
    return new PlanTotals(
        ManagedDeals.mirrored(100), 90, 80, changes, 2, 1, 4, 5, 6, 200, 190, 180, 170, true);
  }

  public static RunEnd end(RunState state) {
    return new RunEnd(
        state, "failed", 0, 0, 0, 0, new Traffic(1, 0, 0, 1), 1, Duration.ZERO, "because");
  }

  public static List<Settled> verified(List<Change> changes) {
    return changes.stream()
        .map(change -> new Settled(change, new Outcome.Verified(image(54))))
        .toList();
  }

  public static List<DealObservation> observed(int deals) {
    return each(
        1, deals, deal -> new DealObservation(deal, new Observation.Present(image(55), SEEN)));
  }

  public static List<Agreement> agreed(int deals) {
    return each(1, deals, deal -> new Agreement(deal, image(54), OptionalLong.of(deal)));
  }

  public static List<HeldDeal> held(long first, int deals) {
    return each(
        first, deals, deal -> new HeldDeal(deal, HoldReason.DEAL_MISSING, "The deal is gone."));
  }

  public static List<FailedDeal> failed(long first, int deals) {
    return each(first, deals, deal -> new FailedDeal(deal, "Not readable."));
  }

  public static <T> List<T> each(long first, int count, LongFunction<T> make) {
    return LongStream.range(first, first + count).mapToObj(make).toList();
  }
}
