package io.dealsync.pull;

import io.dealsync.journal.Outcome;
import io.dealsync.link.LinkImage;

/**
 * What became of the deals whose desired links were to become the portal's.
 *
 * @param verified deals whose desired links are the portal's now
 * @param held deals that were left alone on the way
 * @param failed deals that could not be read again
 * @param links links of the first ones
 * @param damaged those among the first with two primaries or none on the portal
 */
record RefreshResult(long verified, long held, long failed, long links, long damaged) {

  static final RefreshResult NOTHING = new RefreshResult(0, 0, 0, 0, 0);

  long deals() {
    return verified + held + failed;
  }

  /** With one more deal that ended so. */
  RefreshResult with(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Verified done -> with(done.after());
      case Outcome.Needless needless -> with(needless.observed());
      case Outcome.Edited ignored -> new RefreshResult(verified, held + 1, failed, links, damaged);
      case Outcome.Held ignored -> new RefreshResult(verified, held + 1, failed, links, damaged);
      case Outcome.Failed ignored -> new RefreshResult(verified, held, failed + 1, links, damaged);
      case Outcome.NotSent ignored -> this;
      case Outcome.Unknown ignored -> this;
    };
  }

  private RefreshResult with(LinkImage image) {
    return new RefreshResult(
        verified + 1,
        held,
        failed,
        links + image.rows().size(),
        damaged + (image.wellFormed() ? 0 : 1));
  }
}
