package io.dealsync.bitrix.list;

import io.dealsync.bitrix.wire.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks for pages by {@code crm.item.list}, and again for what their answers have left open. */
final class PageScan {

  private final ListSender lists;

  PageScan(ListSender lists) {
    this.lists = lists;
  }

  /**
   * What the portal said.
   *
   * @param page what was asked for
   * @param rows those of it that were listed; others of a portal that ignores a filter are dropped
   */
  record Answer(ScanPage page, List<ItemRow> rows) {}

  /**
   * Asks until nothing is open.
   *
   * @param taker gets the answers of one round and gives the pages that are open still
   */
  void scan(List<ScanPage> pages, Function<List<Answer>, List<ScanPage>> taker) {
    List<ScanPage> open = pages;
    while (!open.isEmpty()) {
      open = taker.apply(answers(open));
    }
  }

  private List<Answer> answers(List<ScanPage> pages) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>(pages.size());
    pages.forEach(page -> commands.add(page.command(commands.size())));
    List<List<ItemRow>> rows = lists.rows(commands);
    List<Answer> answers = new ArrayList<>(pages.size());
    for (int i = 0; i < pages.size(); i++) {
      ScanPage page = pages.get(i);
      answers.add(
          new Answer(page, rows.get(i).stream().filter(row -> page.contains(row.id())).toList()));
    }
    return answers;
  }
}
