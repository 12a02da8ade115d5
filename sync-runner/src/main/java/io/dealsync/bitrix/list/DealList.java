package io.dealsync.bitrix.list;

import io.dealsync.observe.Sighting;
import io.dealsync.portal.Listing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The cheap look at many deals: 2,500 in one request. Recurring templates are left out. A deal that
 * is not listed is missing, denied, a template, or hidden by a fault of the portal; only the deal
 * itself can tell.
 */
public final class DealList {

  private final PageScan scan;
  private final RowLimit limit;

  public DealList(ListSender lists, RowLimit limit) {
    this.scan = new PageScan(lists);
    this.limit = limit;
  }

  /** What the portal lists of these deals; where it cuts pages off, what is behind is asked for. */
  public Listing list(Collection<Long> deals) {
    List<Long> ascending = List.copyOf(new TreeSet<>(deals));
    List<ScanPage> pages = new ArrayList<>();
    int width = limit.width();
    ListSender.pages(ascending, width).forEach(ids -> pages.add(page(ids, width)));
    Map<Long, Sighting> found = HashMap.newHashMap(ascending.size());
    try {
      scan.scan(pages, answers -> take(answers, found));
    } catch (ListRefusedException refused) {
      return new Listing.Refused(String.valueOf(refused.getMessage()));
    }
    found.keySet().retainAll(new HashSet<>(ascending));
    return new Listing.Listed(found);
  }

  /** Where ids are dense, both ends of the range say the same in a tenth of the bytes. */
  private static ScanPage page(List<Long> ids, int width) {
    long first = ids.get(0);
    long last = ids.get(ids.size() - 1);
    return last - first < width ? new ScanPage.Range(first, last) : new ScanPage.Ids(ids);
  }

  /** Takes the answers in and gives the pages that are to be asked for again in part. */
  private List<ScanPage> take(List<PageScan.Answer> answers, Map<Long, Sighting> found) {
    answers.forEach(answer -> limit.learn(answer.rows()));
    return answers.stream().flatMap(answer -> take(answer, found).stream()).toList();
  }

  private Optional<ScanPage> take(PageScan.Answer answer, Map<Long, Sighting> found) {
    List<ItemRow> rows = answer.rows();
    if (!limit.maybeCut(rows)) {
      rows.forEach(row -> keep(row, true, found));
      return Optional.empty();
    }
    ItemRow last = rows.get(rows.size() - 1);
    rows.forEach(row -> keep(row, row != last, found));
    Optional<ScanPage> behind = answer.page().behind(last.id());
    // Only where something has to be asked for anyway can the last deal be asked for again for
    // nothing; unless it filled the page by itself.
    return behind.isPresent() && rows.size() > 1 ? answer.page().from(last.id()) : behind;
  }

  private static void keep(ItemRow row, boolean whole, Map<Long, Sighting> found) {
    if (!row.recurring()) {
      long primary = Math.max(0, row.contact());
      found.put(row.id(), new Sighting(row.id(), primary, row.contacts(), whole));
    }
  }
}
