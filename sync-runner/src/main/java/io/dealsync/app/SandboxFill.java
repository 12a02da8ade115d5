package io.dealsync.app;

import io.dealsync.db.LastSeen;
import io.dealsync.desired.Mirror;
import io.dealsync.desired.MirrorDeal;
import io.dealsync.desired.Selection;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.sandbox.crm.BulkLoader;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a sandbox with what the database knows of a portal, so that a run can be rehearsed: deals
 * as the portal last answered, and as desired where it was never asked. Deals that it did not have
 * are not made up; contacts that either side names exist.
 */
public final class SandboxFill {

  private static final int PAGE = 1000;

  private final Mirror mirror;
  private final LastSeen seen;

  SandboxFill(Mirror mirror, LastSeen seen) {
    this.mirror = mirror;
    this.seen = seen;
  }

  /** Adds the deals and contacts to the sandbox. */
  public void fill(PortalState state) {
    state.load(this::load);
  }

  private void load(BulkLoader loader) {
    long after = 0;
    while (after < Long.MAX_VALUE) {
      List<MirrorDeal> page = mirror.page(new Selection.All(), after, PAGE);
      long upTo = page.size() < PAGE ? Long.MAX_VALUE : page.get(page.size() - 1).deal();
      Map<Long, Optional<LinkImage>> known = seen.deals(after, upTo);
      page.forEach(deal -> known.putIfAbsent(deal.deal(), Optional.of(deal.desired().asImage())));
      page.forEach(deal -> deal.desired().contacts().forEach(loader::contact));
      known.forEach((deal, image) -> image.ifPresent(rows -> load(loader, deal, rows)));
      after = upTo;
    }
  }

  private static void load(BulkLoader loader, long deal, LinkImage image) {
    image.rows().forEach(row -> loader.contact(row.contact()));
    loader.deal(deal, image.rows().stream().map(SandboxFill::row).toList());
  }

  private static LinkRow row(Link link) {
    return new LinkRow(link.contact(), link.sort(), link.primary());
  }
}
