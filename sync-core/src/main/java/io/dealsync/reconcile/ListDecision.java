package io.dealsync.reconcile;

import io.dealsync.decide.Decider;
import io.dealsync.decide.Decision;
import io.dealsync.decide.Situation;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.plan.MethodChooser;
import io.dealsync.run.RunSettings;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds out which deals can be decided by what the portal's list shows of them. It shows everything
 * but SORT values. These do not matter for a deal without links, nor for a call that replaces all
 * links: the reading that travels before it is the exact before-image.
 */
final class ListDecision {

  private final RunSettings settings;
  private final Decider decider;
  private final MethodChooser chooser;

  ListDecision(RunSettings settings) {
    this.settings = settings;
    this.decider = new Decider(settings.comparison());
    this.chooser = new MethodChooser(settings.comparison());
  }

  /**
   * The suspect, taken as read where the list is enough to decide it.
   *
   * @param asked when the list was asked
   */
  ReadCandidate of(ReadCandidate suspect, Instant asked) {
    return suspect.read().isPresent()
        ? suspect
        : suspect
            .seen()
            .flatMap(seen -> image(suspect.deal(), seen))
            .<Observation>map(image -> new Observation.Present(image, asked))
            .filter(observed -> isEnough(suspect.deal(), observed))
            .map(suspect::taken)
            .orElse(suspect);
  }

  /** With the SORT values that both sides agreed on once, where these can still be true. */
  private static Optional<LinkImage> image(MirrorDeal deal, Sighting seen) {
    return Optional.of(
            deal.base().map(LinkSet::asImage).filter(seen::agreesWith).orElseGet(seen::asImage))
        .filter(image -> seen.whole() && image.wellFormed());
  }

  private boolean isEnough(MirrorDeal deal, Observation observed) {
    if (!(observed instanceof Observation.Present present)) {
      return false;
    }
    return present.image().isEmpty() || isPeoplesWish(deal) && replacesAll(deal, present);
  }

  /** What is only put right again is compared with earlier repairs, row by row. */
  private static boolean isPeoplesWish(MirrorDeal deal) {
    return deal.edit().isPresent() || deal.base().isEmpty();
  }

  private boolean replacesAll(MirrorDeal deal, Observation.Present present) {
    Situation situation = Situation.of(deal, present, settings.policy(), settings.firstSight());
    return decider.decide(situation) instanceof Decision.Push push
        && push.adopt().isEmpty()
        && chooser.choose(push.before(), push.target(), deal.mode()).overwrites();
  }
}
