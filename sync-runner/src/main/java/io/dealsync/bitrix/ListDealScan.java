package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Scans by {@code crm.item.list}; asks again for what a portal may have cut off. */
final class ListDealScan implements DealScan {

  /** Enough pages to keep every lane busy, and few enough to hold their deals in memory. */
  private static final int PAGES = 200;

  /** How full range pages are aimed at: a full one would have to be asked again. */
  private static final double FILL = 0.7;

  private static final long WIDEST_RANGE = 1_000_000;

  private final Lists lists;
  private final RowLimit limit;

  ListDealScan(Lists lists, RowLimit limit) {
    this.lists = lists;
    this.limit = limit;
  }

  @Override
  public Map<Long, DealContacts> byIds(Collection<Long> deals) {
    List<Long> ascending = List.copyOf(new TreeSet<>(deals));
    List<ScanPage> pages = new ArrayList<>();
    int width = limit.width();
    Lists.pages(ascending, width).forEach(ids -> pages.add(page(ids, width)));
    Map<Long, DealContacts> found = scanned(pages);
    found.keySet().retainAll(new HashSet<>(ascending));
    return found;
  }

  /** Where ids are dense, both ends of the range say the same in a tenth of the bytes. */
  private static ScanPage page(List<Long> ids, int width) {
    long first = ids.get(0);
    long last = ids.get(ids.size() - 1);
    return last - first < width ? new ScanPage.Range(first, last) : new ScanPage.Ids(ids);
  }

  @Override
  public void inRange(long first, long last, Consumer<List<DealContacts>> sink) {
    ranges(
        new ScanPage.Range(first, last),
        deals -> {
          sink.accept(deals);
          return true;
        });
  }

  /**
   * Goes through a range in pages of ids.
   *
   * @param sink gets the deals in the order of their ids, and says whether to go on
   */
  void ranges(ScanPage.Range whole, Predicate<List<DealContacts>> sink) {
    long last = whole.last();
    long width = limit.width();
    long from = whole.first();
    boolean goOn = true;
    while (goOn && from <= last) {
      List<ScanPage> pages = new ArrayList<>();
      long begin = from;
      while (pages.size() < PAGES && from <= last) {
        long to = Math.min(last, from + width - 1);
        pages.add(whole.part(from, to));
        from = to + 1;
      }
      List<DealContacts> deals =
          scanned(pages).values().stream()
              .sorted(Comparator.comparingLong(DealContacts::deal))
              .toList();
      goOn = sink.test(deals);
      width = nextWidth(deals.size(), from - begin);
    }
  }

  /** Ids are dense on a young portal, and sparse after years of deleting. */
  private long nextWidth(int deals, long ids) {
    double density = (deals + 1.0) / ids;
    return density > FILL
        ? limit.width()
        : Math.min(WIDEST_RANGE, (long) (FILL * ItemCommands.PAGE / density));
  }

  private Map<Long, DealContacts> scanned(List<ScanPage> pages) {
    Map<Long, DealContacts> found = new HashMap<>();
    List<ScanPage> open = pages;
    while (!open.isEmpty()) {
      open = round(open, found);
    }
    return found;
  }

  /** Asks for the pages and gives those that are to be asked for again in part. */
  private List<ScanPage> round(List<ScanPage> pages, Map<Long, DealContacts> found) {
    List<List<ItemRow>> answers = lists.rows(commands(pages));
    answers.forEach(limit::learn);
    List<ScanPage> open = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      take(pages.get(i), answers.get(i), found).ifPresent(open::add);
    }
    return open;
  }

  private static List<Command<List<ItemRow>>> commands(List<ScanPage> pages) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>();
    pages.forEach(page -> commands.add(page.command(commands.size())));
    return commands;
  }

  private Optional<ScanPage> take(
      ScanPage page, List<ItemRow> answer, Map<Long, DealContacts> found) {
    boolean cut = limit.maybeCut(answer);
    List<ItemRow> rows = answer.stream().filter(row -> page.contains(row.id())).toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    ItemRow last = rows.get(rows.size() - 1);
    rows.forEach(row -> keep(row, !(cut && row == last), found));
    if (!cut && !page.maybeMore(rows.size())) {
      return Optional.empty();
    }
    boolean lastAgain = cut && last.id() > rows.get(0).id();
    return page.from(lastAgain ? last.id() : last.id() + 1);
  }

  private static void keep(ItemRow row, boolean certain, Map<Long, DealContacts> found) {
    if (!row.recurring()) {
      OptionalLong primary =
          row.contact() > 0 ? OptionalLong.of(row.contact()) : OptionalLong.empty();
      found.put(row.id(), new DealContacts(row.id(), primary, row.contacts(), certain));
    }
  }

  @Override
  public OptionalLong highest() {
    return lists.rows(List.of(ItemCommands.highest(EntityType.DEAL))).get(0).stream()
        .mapToLong(ItemRow::id)
        .max();
  }
}
