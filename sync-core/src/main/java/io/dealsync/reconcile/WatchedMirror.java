package io.dealsync.reconcile;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Quiet;
import io.dealsync.desired.Selection;
import io.dealsync.link.LinkSet;
import java.util.List;

/**
 * Reads deals for a plan and notices when the whole desired side is empty, as it is between the two
 * commits of a careless reload. It asks right behind a page that has lost links, because a reload
 * may be over by the time the guard judges what was planned from that page.
 */
final class WatchedMirror {

  private final Mirror mirror;
  private final Quiet quiet;
  private long lostLinks;
  private long waiting;

  WatchedMirror(Mirror mirror, Quiet quiet) {
    this.mirror = mirror;
    this.quiet = quiet;
  }

  /** As {@link Mirror#page}. */
  List<MirrorDeal> page(Selection selection, long after, int limit) {
    List<MirrorDeal> page = mirror.page(selection, after, limit);
    if (lostLinks == 0 && page.stream().anyMatch(WatchedMirror::isEmptied)) {
      lostLinks = mirror.lostLinks();
    }
    return page;
  }

  /**
   * Those deals of a page that are carried now: a deal that lost links waits until people are
   * through with their edits, and the next run of edits takes it.
   */
  List<MirrorDeal> carried(List<MirrorDeal> page) {
    if (page.stream().noneMatch(MirrorDeal::losesLinks) || quiet.isReached()) {
      return page;
    }
    List<MirrorDeal> carried = page.stream().filter(deal -> !deal.losesLinks()).toList();
    waiting += page.size() - carried.size();
    return carried;
  }

  /** How many deals wait until people are through with their edits. */
  long waiting() {
    return waiting;
  }

  /** What {@link Mirror#lostLinks} said while the pages were read. */
  long lostLinks() {
    return lostLinks;
  }

  /** A deal that both sides agreed to have empty has lost nothing. */
  private static boolean isEmptied(MirrorDeal deal) {
    return deal.desired().isEmpty() && deal.base().filter(LinkSet::isEmpty).isEmpty();
  }
}
