package io.dealsync.pull;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Change;
import io.dealsync.plan.Delta;
import io.dealsync.plan.PlanTotals;

/** Counts what becomes of the deals of a pull, and what the guard has to know of them. */
final class PullCounts {

  private long added;
  private long unchanged;
  private long planned;
  private long differing;
  private long kept;
  private long failed;
  private long links;
  private long damaged;
  private long emptied;
  private long removedLinks;
  private long desiredLinks;
  private long observedLinks;
  private long baseLinks;
  private RefreshResult refreshed = RefreshResult.NOTHING;

  void added(LinkImage image) {
    added++;
    desiredLinks += image.rows().size();
    baseLinks += image.rows().size();
    observedLinks += image.rows().size();
    in(image);
  }

  /** A managed deal that was read. */
  void read(MirrorDeal deal, LinkImage image) {
    desiredLinks += deal.desired().size();
    baseLinks += deal.base().map(LinkSet::size).orElse(0);
    observedLinks += image.rows().size();
  }

  void unchanged(LinkImage image) {
    unchanged++;
    in(image);
  }

  void planned(Change change) {
    planned++;
    Delta delta = change.delta();
    emptied += delta.emptied() ? 1 : 0;
    removedLinks += delta.removed().size();
  }

  private void in(LinkImage image) {
    links += image.rows().size();
    damaged += image.wellFormed() ? 0 : 1;
  }

  void differing(long deals) {
    differing += deals;
  }

  void kept(long deals) {
    kept += deals;
  }

  void failed(long deals) {
    failed += deals;
  }

  /** What became of the planned ones. */
  void refreshed(RefreshResult done) {
    refreshed = done;
  }

  PullTotals totals() {
    long left = planned - refreshed.deals();
    return new PullTotals(
        added + unchanged + planned + differing + kept + failed,
        added,
        unchanged,
        refreshed.verified(),
        differing + left,
        kept + refreshed.held(),
        failed + refreshed.failed(),
        links + refreshed.links(),
        damaged + refreshed.damaged());
  }

  /** As a plan: what is in is in sync, and what is to be refreshed changes the mirror. */
  PlanTotals asPlan(ManagedDeals managed, boolean everything) {
    return new PlanTotals(
        managed,
        added + unchanged + planned + differing + kept + failed,
        added + unchanged,
        planned,
        differing + kept,
        failed,
        emptied,
        0,
        removedLinks,
        desiredLinks,
        observedLinks,
        baseLinks,
        0,
        everything);
  }
}
