package io.dealsync.legacy;

import io.dealsync.db.legacy.StaleLinks;
import io.dealsync.guard.Limit;
import io.dealsync.guard.Limits;
import io.dealsync.guard.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges what a newer export takes out of the desired side by the limits that hold for the portal:
 * half an export must not empty the mirror.
 */
final class WithdrawalGuard {

  private final Limits limits;

  WithdrawalGuard(Limits limits) {
    this.limits = limits;
  }

  /** Every limit that is exceeded; none when it may be done. */
  List<Refusal> judge(StaleLinks stale) {
    List<Refusal> refusals = new ArrayList<>();
    if (stale.emptied() > 0 && !limits.allowEmptied(stale.emptied(), stale.managed())) {
      double share = stale.emptied() * 100.0 / Math.max(1, stale.managed());
      refusals.add(
          new Refusal(
              Limit.EMPTIED_PERCENT,
              String.format(
                  Locale.ROOT,
                  "%.1f %% of the deals would lose their last desired contact (%d of %d), because"
                      + " the newer export does not have them any more",
                  share,
                  stale.emptied(),
                  stale.managed()),
              Limit.EMPTIED_PERCENT.key() + "=" + (long) Math.ceil(share)));
    }
    if (!limits.allowRemoved(stale.links())) {
      refusals.add(
          new Refusal(
              Limit.REMOVED_LINKS,
              "%d desired links would be taken out, the limit is %d"
                  .formatted(stale.links(), limits.removedLinks()),
              Limit.REMOVED_LINKS.key() + "=" + stale.links()));
    }
    return refusals;
  }
}
