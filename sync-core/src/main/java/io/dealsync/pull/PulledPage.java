package io.dealsync.pull;

import io.dealsync.apply.PrerequisiteCheck;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.journal.Agreement;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.Fill;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.journal.Takeover;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Some deals on their way into the mirror, each with what becomes of it. */
final class PulledPage {

  private final TakeoverDecider takeovers;
  private final Map<Long, MirrorDeal> known = new HashMap<>();
  private final PullCounts tally;
  private final List<Takeover> fresh = new ArrayList<>();
  private final List<DealObservation> seen = new ArrayList<>();
  private final List<Agreement> agreed = new ArrayList<>();
  private final List<Change> planned = new ArrayList<>();
  private final List<SkippedDeal> left = new ArrayList<>();
  private final List<FailedDeal> failed = new ArrayList<>();

  /**
   * @param known those of the deals that are managed
   */
  PulledPage(TakeoverDecider takeovers, List<MirrorDeal> known, PullCounts tally) {
    this.takeovers = takeovers;
    this.tally = tally;
    known.forEach(deal -> this.known.put(deal.deal(), deal));
  }

  /** A deal that was asked for by its id. */
  void absent(long deal, boolean template) {
    failed.add(
        new FailedDeal(
            deal,
            template
                ? PrerequisiteCheck.TEMPLATE
                : "The portal does not list it: there is no such deal, or the webhook's user may"
                    + " not see it."));
  }

  /** A deal that was read. */
  void consider(long deal, Observation observation) {
    switch (observation) {
      case Observation.Present present -> judge(deal, present);
      case Observation.Missing ignored ->
          failed.add(new FailedDeal(deal, "The portal does not have the deal any more."));
      case Observation.Denied denied -> failed.add(new FailedDeal(deal, denied.text()));
      case Observation.Unreadable unreadable -> failed.add(new FailedDeal(deal, unreadable.text()));
    }
  }

  private void judge(long deal, Observation.Present present) {
    Optional<MirrorDeal> managed = Optional.ofNullable(known.get(deal));
    LinkImage image = present.image();
    managed.ifPresent(
        one -> {
          tally.read(one, image);
          seen.add(new DealObservation(deal, present));
        });
    switch (takeovers.judge(managed, image)) {
      case TakeoverDecider.Verdict.New ignored -> fresh.add(new Takeover(deal, image));
      case TakeoverDecider.Verdict.Same ignored -> {
        tally.unchanged(image);
        managed
            .filter(one -> isNews(one, image))
            .ifPresent(one -> agreed.add(new Agreement(deal, image, one.edit())));
      }
      case TakeoverDecider.Verdict.Refresh ignored -> plan(managed.orElseThrow(), present);
      case TakeoverDecider.Verdict.Differ differ -> {
        tally.differing(1);
        left.add(new SkippedDeal(deal, differ.why()));
      }
      case TakeoverDecider.Verdict.Keep keep -> {
        tally.kept(1);
        left.add(new SkippedDeal(deal, keep.why()));
      }
    }
  }

  /** An agreement that moves the base, covers an edit or lifts a hold has to be recorded. */
  private static boolean isNews(MirrorDeal deal, LinkImage image) {
    return deal.held()
        || deal.edit().isPresent()
        || !deal.base().equals(Optional.of(image.canonical()));
  }

  private void plan(MirrorDeal deal, Observation.Present present) {
    Change change = Refresh.plan(deal.deal(), deal.desired(), deal.edit(), present);
    planned.add(change);
    tally.planned(change);
  }

  /**
   * Stores what becomes of the deals, and takes in those that are not managed yet. The rows about
   * the others come first, because the position says that everything before it is told.
   *
   * @param end the last deal id of the page
   */
  void store(Fill fill, long end) {
    tally.failed(failed.size());
    store(failed, fill.journal()::failed);
    store(seen, fill.journal()::observed);
    store(agreed, fill.journal()::agreed);
    store(left, fill.journal()::skipped);
    store(planned, fill.journal()::planned);
    Set<Long> given = fill.take(fresh, end);
    tally.kept(given.size());
    store(
        given.stream().sorted().map(PulledPage::givenLinksMeanwhile).toList(),
        fill.journal()::skipped);
    fresh.stream()
        .filter(each -> !given.contains(each.deal()))
        .forEach(each -> tally.added(each.image()));
  }

  private static <T> void store(List<T> rows, Consumer<List<T>> where) {
    if (!rows.isEmpty()) {
      where.accept(rows);
    }
  }

  private static SkippedDeal givenLinksMeanwhile(long deal) {
    return new SkippedDeal(
        deal, "It has links here already, or was given some while the portal was read.");
  }
}
