package io.dealsync.pull;

import io.dealsync.link.LinkImage;
import io.dealsync.plan.PlanTotals;

/** Counts what becomes of the deals of a pull. */
final class PullTally {

  private long added;
  private long unchanged;
  private long refreshed;
  private long kept;
  private long failed;
  private long links;
  private long damaged;

  void added(LinkImage image) {
    added++;
    in(image);
  }

  void unchanged(LinkImage image) {
    unchanged++;
    in(image);
  }

  void refreshed(LinkImage image) {
    refreshed++;
    in(image);
  }

  private void in(LinkImage image) {
    links += image.rows().size();
    if (!image.wellFormed()) {
      damaged++;
    }
  }

  void kept(long deals) {
    kept += deals;
  }

  void failed(long deals) {
    failed += deals;
  }

  PullTotals totals() {
    return new PullTotals(
        added + unchanged + refreshed + kept + failed,
        added,
        unchanged,
        refreshed,
        kept,
        failed,
        links,
        damaged);
  }

  /** As a run's numbers: what is in is in sync, and nothing is to be written to the portal. */
  PlanTotals asPlan(long managed, boolean everything) {
    PullTotals totals = totals();
    long in = added + unchanged + refreshed;
    return new PlanTotals(
        managed, totals.read(), in, 0, kept, failed, 0, 0, 0, links, links, links, 0, everything);
  }
}
