package io.dealsync.pull;

import io.dealsync.apply.Confirmation;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.journal.DealObservation;
import io.dealsync.journal.FailedDeal;
import io.dealsync.journal.Fill;
import io.dealsync.journal.SkippedDeal;
import io.dealsync.journal.Takeover;
import io.dealsync.observe.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Some deals on their way into the mirror, each with what becomes of it. */
final class PulledPage {

  private final Takeovers takeovers;
  private final Map<Long, MirrorDeal> known = new HashMap<>();
  private final Map<Long, Takeovers.Verdict> verdicts = new HashMap<>();
  private final List<Takeover> taken = new ArrayList<>();
  private final List<DealObservation> seen = new ArrayList<>();
  private final List<SkippedDeal> kept = new ArrayList<>();
  private final List<FailedDeal> failed = new ArrayList<>();

  /**
   * @param known those of the deals that are managed
   */
  PulledPage(Takeovers takeovers, List<MirrorDeal> known) {
    this.takeovers = takeovers;
    known.forEach(deal -> this.known.put(deal.deal(), deal));
  }

  /** A deal that was asked for by its id. */
  void absent(long deal, boolean template) {
    failed.add(
        new FailedDeal(
            deal,
            template
                ? Confirmation.TEMPLATE
                : "The portal does not list it: there is no such deal, or the webhook's user may not"
                    + " see it."));
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
    Takeovers.Verdict verdict = takeovers.judge(managed, present.image());
    if (verdict instanceof Takeovers.Verdict.Keep keep) {
      kept.add(new SkippedDeal(deal, keep.why()));
      seen.add(new DealObservation(deal, present));
      return;
    }
    verdicts.put(deal, verdict);
    taken.add(
        new Takeover(
            deal,
            present.image(),
            managed.isPresent(),
            managed.map(MirrorDeal::edit).orElse(OptionalLong.empty())));
  }

  /**
   * Stores what becomes of the deals. The rows about those that stay come first, because the
   * position says that everything before it is told.
   *
   * @param end the last deal id of the page
   */
  void store(Fill fill, long end, PullTally tally) {
    if (!failed.isEmpty()) {
      fill.journal().failed(failed);
    }
    if (!kept.isEmpty()) {
      fill.journal().skipped(kept);
      fill.journal().observed(seen);
    }
    Set<Long> edited = fill.take(taken, end);
    if (!edited.isEmpty()) {
      fill.journal().skipped(edited.stream().sorted().map(PulledPage::editedMeanwhile).toList());
    }
    tally.failed(failed.size());
    tally.kept(kept.size() + edited.size());
    taken.stream()
        .filter(each -> !edited.contains(each.deal()))
        .forEach(each -> count(each, tally));
  }

  private static SkippedDeal editedMeanwhile(long deal) {
    return new SkippedDeal(deal, "It is being edited, or was while the portal was read.");
  }

  private void count(Takeover takeover, PullTally tally) {
    switch (verdicts.get(takeover.deal())) {
      case Takeovers.Verdict.New ignored -> tally.added(takeover.image());
      case Takeovers.Verdict.Same ignored -> tally.unchanged(takeover.image());
      case Takeovers.Verdict.Refresh ignored -> tally.refreshed(takeover.image());
      case Takeovers.Verdict.Keep keep -> throw new IllegalStateException(keep.why());
      case null -> throw new IllegalStateException("deal " + takeover.deal() + " has no verdict");
    }
  }
}
