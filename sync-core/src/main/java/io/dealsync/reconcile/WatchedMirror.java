package io.dealsync.reconcile;

import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
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
  private long lostLinks;

  WatchedMirror(Mirror mirror) {
    this.mirror = mirror;
  }

  /** As {@link Mirror#page}. */
  List<MirrorDeal> page(Selection selection, long after, int limit) {
    List<MirrorDeal> page = mirror.page(selection, after, limit);
    if (lostLinks == 0 && page.stream().anyMatch(WatchedMirror::isEmptied)) {
      lostLinks = mirror.lostLinks();
    }
    return page;
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
