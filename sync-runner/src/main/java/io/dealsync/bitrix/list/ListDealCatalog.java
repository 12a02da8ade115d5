package io.dealsync.bitrix.list;

import io.dealsync.portal.DealCatalog;
import io.dealsync.portal.DealCondition;
import io.dealsync.portal.PortalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The catalog by {@code crm.item.list}: ids only, 2,500 in a request. Without contacts no portal
 * cuts pages off (contract 6).
 */
public final class ListDealCatalog implements DealCatalog {

  private static final List<String> SELECT = List.of("id", "isRecurring");

  /** Enough pages to keep every lane busy, and few enough to hold their deals in memory. */
  private static final int PAGES = 200;

  /** How full pages are aimed at: a full one has to be asked again. */
  private static final double FILL = 0.7;

  private static final long WIDEST_RANGE = 1_000_000;

  private final String portal;
  private final ListSender lists;
  private final PageScan scan;

  public ListDealCatalog(String portal, ListSender lists) {
    this.portal = portal;
    this.lists = lists;
    this.scan = new PageScan(lists);
  }

  @Override
  public OptionalLong highest() {
    return explained(
        () ->
            lists.rows(List.of(ItemCommands.highest(EntityType.DEAL))).get(0).stream()
                .mapToLong(ItemRow::id)
                .max());
  }

  @Override
  public void search(
      List<DealCondition> conditions, long after, long last, Predicate<List<Long>> sink) {
    if (after >= last) {
      return;
    }
    explained(
        () -> {
          search(new ScanPage.Range(after + 1, last, conditions, SELECT), sink);
          return true;
        });
  }

  private void search(ScanPage.Range whole, Predicate<List<Long>> sink) {
    long last = whole.last();
    long width = ItemCommands.PAGE;
    long from = whole.first();
    boolean more = true;
    while (more) {
      List<ScanPage> pages = new ArrayList<>();
      long ids = 0;
      while (more && pages.size() < PAGES) {
        long to = last - from < width ? last : from + width - 1;
        pages.add(whole.part(from, to));
        ids += to - from + 1;
        more = to < last;
        from = more ? to + 1 : last;
      }
      List<Long> deals = deals(pages);
      more = sink.test(deals) && more;
      width = nextWidth(deals.size(), ids);
      if (more && deals.isEmpty()) {
        OptionalLong next = next(whole.part(from, last));
        more = next.isPresent();
        from = next.orElse(last);
        width = ItemCommands.PAGE;
      }
    }
  }

  /**
   * The first id within a range. Behind a stretch without deals the search goes on there, so that
   * the deals decide how long it takes, whatever id the portal called the highest.
   */
  private OptionalLong next(ScanPage.Range range) {
    List<Long> ids = new ArrayList<>();
    scan.scan(
        List.of(range),
        answers -> {
          answers.forEach(answer -> answer.rows().forEach(row -> ids.add(row.id())));
          return List.of();
        });
    return ids.stream().mapToLong(Long::longValue).min();
  }

  /** Ids are dense on a young portal, and sparse after years of deleting. */
  private static long nextWidth(int deals, long ids) {
    double density = (deals + 1.0) / ids;
    return density > FILL
        ? ItemCommands.PAGE
        : Math.min(WIDEST_RANGE, (long) (FILL * ItemCommands.PAGE / density));
  }

  private List<Long> deals(List<ScanPage> pages) {
    List<Long> found = new ArrayList<>();
    scan.scan(
        pages,
        answers -> {
          List<ScanPage> open = new ArrayList<>();
          for (PageScan.Answer answer : answers) {
            List<ItemRow> rows = answer.rows();
            rows.stream().filter(row -> !row.recurring()).map(ItemRow::id).forEach(found::add);
            if (answer.page().maybeMore(rows.size())) {
              answer.page().behind(rows.get(rows.size() - 1).id()).ifPresent(open::add);
            }
          }
          return open;
        });
    return found.stream().distinct().sorted().toList();
  }

  /** A user who may not list deals cannot pull them; a filter may have a field that is none. */
  private <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (ListRefusedException refused) {
      throw lists.failure(
          PortalFailure.Kind.CONFIGURATION,
          "%s does not list the deals. %s. Look at the filter, if there is one, and at the rights of the webhook's user."
              .formatted(portal, refused.getMessage()));
    }
  }
}
