package io.dealsync.reconcile;

import io.dealsync.desired.ManagedDeals;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.observe.Sighting;
import io.dealsync.plan.Delta;
import io.dealsync.plan.PlanTotals;

/** Counts a plan while it is made. */
final class PlanCounts {

  private long considered;
  private long inSync;
  private long changes;
  private long held;
  private long failed;
  private long parked;
  private long heldEdits;
  private long emptied;
  private long addedLinks;
  private long removedLinks;
  private long desiredLinks;
  private long observedLinks;
  private long baseLinks;

  void considered(MirrorDeal deal, Observation observed) {
    considered++;
    desiredLinks += deal.desired().size();
    baseLinks += deal.base().map(LinkSet::size).orElse(0);
    if (observed instanceof Observation.Present present) {
      observedLinks += present.image().rows().size();
    }
  }

  void clear(MirrorDeal deal, Sighting sighting) {
    considered++;
    inSync++;
    desiredLinks += deal.desired().size();
    baseLinks += deal.base().map(LinkSet::size).orElse(0);
    observedLinks += sighting.contacts().size();
  }

  void inSync() {
    inSync++;
  }

  void held() {
    held++;
  }

  /** A deal that is not looked at. */
  void parked() {
    parked++;
  }

  /** Deals whose edits were held before. */
  void heldEdits(long deals) {
    heldEdits += deals;
    held += deals;
  }

  void failed() {
    failed++;
  }

  void change(Delta delta) {
    changes++;
    emptied += delta.emptied() ? 1 : 0;
    addedLinks += delta.added().size();
    removedLinks += delta.removed().size();
  }

  PlanTotals totals(ManagedDeals managed, long lostLinks, boolean everything) {
    return new PlanTotals(
        managed,
        considered,
        inSync,
        changes,
        held,
        failed,
        emptied,
        addedLinks,
        removedLinks,
        desiredLinks,
        observedLinks,
        baseLinks,
        lostLinks,
        everything,
        parked,
        heldEdits);
  }
}
