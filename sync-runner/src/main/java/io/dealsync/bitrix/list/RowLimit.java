package io.dealsync.bitrix.list;

import java.util.List;

/**
 * What is known about a fault of some portals: their lists with contacts cut off after a page of
 * links instead of a page of deals, which hides deals and shortens the last one's contacts
 * (contract 6). Such a page has exactly as many links as a page has rows; one that has more proves
 * the portal sound.
 *
 * <p>Thread-safe: what it knows only grows.
 */
public final class RowLimit {

  private volatile boolean sound;
  private volatile boolean doubted;

  /** How many deals one command should ask for, so that a whole page leaves no doubt. */
  public int width() {
    return doubted && !sound ? ItemCommands.PAGE - 1 : ItemCommands.PAGE;
  }

  /** Learns from the rows of a page. */
  public void learn(List<ItemRow> rows) {
    int links = links(rows);
    if (links > ItemCommands.PAGE) {
      sound = true;
    } else if (links == ItemCommands.PAGE) {
      doubted = true;
    }
  }

  /** Whether rows may have been cut off. */
  public boolean maybeCut(List<ItemRow> rows) {
    return !sound && links(rows) == ItemCommands.PAGE;
  }

  /** A deal without contacts takes a row as well. */
  private static int links(List<ItemRow> rows) {
    return rows.stream().mapToInt(row -> Math.max(1, row.contacts().size())).sum();
  }
}
