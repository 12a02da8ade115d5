package io.dealsync.bitrix.list;

import io.dealsync.bitrix.wire.Command;
import io.dealsync.portal.DealCondition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The part of a scan that one command asks for. */
sealed interface ScanPage {

  List<String> SELECT = List.of("id", "contactId", "contactIds", "isRecurring");

  /** The command that asks for it. */
  Command<List<ItemRow>> command(int number);

  /** Whether it asks for the deal; a portal that ignores a filter answers with others. */
  boolean contains(long deal);

  /**
   * What remains when only the deals before the given one are taken as answered; empty when nothing
   * does.
   */
  Optional<ScanPage> from(long deal);

  /** What remains behind the given deal; empty when nothing does. */
  default Optional<ScanPage> behind(long deal) {
    return deal == Long.MAX_VALUE ? Optional.empty() : from(deal + 1);
  }

  /** Whether a page of so many deals may have more behind it. */
  boolean maybeMore(int rows);

  /**
   * Given ids.
   *
   * @param ids ascending, at most a page of them
   */
  record Ids(List<Long> ids) implements ScanPage {

    @Override
    public Command<List<ItemRow>> command(int number) {
      return ItemCommands.byIds(number, ids, SELECT);
    }

    @Override
    public boolean contains(long deal) {
      return Collections.binarySearch(ids, deal) >= 0;
    }

    @Override
    public Optional<ScanPage> from(long deal) {
      List<Long> rest = ids.stream().filter(id -> id >= deal).toList();
      return rest.isEmpty() ? Optional.empty() : Optional.of(new Ids(rest));
    }

    @Override
    public boolean maybeMore(int rows) {
      return false;
    }
  }

  /**
   * All ids from the first to the last.
   *
   * @param first the smallest id
   * @param last the largest id
   * @param conditions what the deals must meet besides
   * @param select the fields asked for
   */
  record Range(long first, long last, List<DealCondition> conditions, List<String> select)
      implements ScanPage {

    /** All deals within the range, with their contacts. */
    Range(long first, long last) {
      this(first, last, List.of(), SELECT);
    }

    /** The same about other ids. */
    Range part(long from, long to) {
      return new Range(from, to, conditions, select);
    }

    @Override
    public Command<List<ItemRow>> command(int number) {
      return ItemCommands.byRange(number, EntityType.DEAL, this);
    }

    @Override
    public boolean contains(long deal) {
      return first <= deal && deal <= last;
    }

    @Override
    public Optional<ScanPage> from(long deal) {
      return deal > last ? Optional.empty() : Optional.of(part(deal, last));
    }

    @Override
    public boolean maybeMore(int rows) {
      return rows >= ItemCommands.PAGE && last - first >= ItemCommands.PAGE;
    }
  }
}
