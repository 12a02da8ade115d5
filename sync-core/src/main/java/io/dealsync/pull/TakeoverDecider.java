package io.dealsync.pull;

import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Mode;
import io.dealsync.link.Comparison;
import io.dealsync.link.LinkImage;
import java.util.Optional;

/**
 * Decides about one deal of a pull; a pure function. The desired links of a managed deal are what
 * people want, edited or not: they become the portal's only where that was asked for.
 */
final class TakeoverDecider {

  /** What becomes of a deal. */
  sealed interface Verdict {

    /** It comes under management. */
    record New() implements Verdict {}

    /** Both sides are equal. */
    record Same() implements Verdict {}

    /** Its desired links shall become the portal's. */
    record Refresh() implements Verdict {}

    /** The portal has something else, and its desired links stay as they are. */
    record Differ(String why) implements Verdict {}

    /** Its desired links stay as they are, for an edit or its mode. */
    record Keep(String why) implements Verdict {}
  }

  private final Comparison comparison;
  private final boolean overwrite;

  TakeoverDecider(Comparison comparison, boolean overwrite) {
    this.comparison = comparison;
    this.overwrite = overwrite;
  }

  Verdict judge(Optional<MirrorDeal> known, LinkImage portal) {
    if (known.isEmpty()) {
      return new Verdict.New();
    }
    MirrorDeal deal = known.get();
    if (deal.mode() != Mode.MIRROR) {
      return new Verdict.Keep(
          deal.mode() == Mode.PAUSED
              ? "It is paused: its desired links stay as they are."
              : "It is in mode add_only: its desired links stay as they are.");
    }
    if (comparison.same(deal.desired(), portal.canonical())) {
      return new Verdict.Same();
    }
    if (overwrite) {
      return new Verdict.Refresh();
    }
    return deal.edit().isPresent()
        ? new Verdict.Keep(
            "It was edited, and the portal does not have the edit yet: wanted %s, the portal has %s."
                .formatted(deal.desired(), portal.canonical()))
        : new Verdict.Differ(
            "It was changed on the portal: wanted %s, the portal has %s."
                .formatted(deal.desired(), portal.canonical()));
  }
}
