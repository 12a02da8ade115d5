package io.dealsync.bitrix.origin;

import io.dealsync.bitrix.list.EntityType;
import io.dealsync.bitrix.list.ItemCommands;
import io.dealsync.bitrix.list.ItemRow;
import io.dealsync.bitrix.list.ListRefusedException;
import io.dealsync.bitrix.list.ListSender;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.Query;
import io.dealsync.portal.PortalFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks origins up by {@code crm.item.list}, 2,450 with one request; by the older lists on a portal
 * that refuses it.
 */
public final class ListOriginLookup implements OriginLookup {

  /** One less than a page has rows: a page that is not full leaves no doubt. */
  private static final int WIDTH = ItemCommands.PAGE - 1;

  private final ListSender lists;
  private final String portal;
  private volatile OriginCommands methods = OriginCommands.ITEMS;

  public ListOriginLookup(ListSender lists, String portal) {
    this.lists = lists;
    this.portal = portal;
  }

  @Override
  public List<OriginMatch> deals(String originator, Collection<String> origins) {
    return matches(EntityType.DEAL, originator, origins);
  }

  @Override
  public List<OriginMatch> contacts(String originator, Collection<String> origins) {
    return matches(EntityType.CONTACT, originator, origins);
  }

  /** The page of origins that one command asks for, and after which id. */
  private record Page(List<String> origins, long after) {}

  private List<OriginMatch> matches(
      EntityType type, String originator, Collection<String> origins) {
    try {
      return matchesBy(type, originator, origins);
    } catch (ListRefusedException refused) {
      return matchesByOlderMethod(type, originator, origins, refused);
    }
  }

  private List<OriginMatch> matchesByOlderMethod(
      EntityType type,
      String originator,
      Collection<String> origins,
      ListRefusedException newerRefused) {
    methods = OriginCommands.OLDER;
    try {
      return matchesBy(type, originator, origins);
    } catch (ListRefusedException refused) {
      throw lists.failure(
          PortalFailure.Kind.CONFIGURATION,
          "%s does not let the user behind the webhook or application list deals or contacts: give them the right to read. (%s %s)"
              .formatted(portal, newerRefused.getMessage(), refused.getMessage()));
    }
  }

  private List<OriginMatch> matchesBy(
      EntityType type, String originator, Collection<String> origins) {
    Set<String> distinct = new LinkedHashSet<>(origins);
    distinct.removeIf(String::isBlank);
    List<OriginMatch> matches = new ArrayList<>();
    if (Query.readsAsReference(originator)) {
      alone(type, originator, List.copyOf(distinct), matches);
      return matches;
    }
    List<String> awkward = distinct.stream().filter(Query::readsAsReference).toList();
    awkward.forEach(distinct::remove);
    together(type, originator, List.copyOf(distinct), matches);
    alone(type, originator, awkward, matches);
    return matches;
  }

  private void together(
      EntityType type, String originator, List<String> origins, List<OriginMatch> matches) {
    List<Page> open = pages(origins);
    while (!open.isEmpty()) {
      List<Command<List<ItemRow>>> commands = new ArrayList<>();
      for (Page page : open) {
        commands.add(
            methods.command(commands.size(), type, originator, page.origins(), page.after()));
      }
      List<List<ItemRow>> answers = lists.rows(commands);
      List<Page> more = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        Page page = open.get(i);
        take(originator, page.origins(), answers.get(i), matches);
        if (answers.get(i).size() >= ItemCommands.PAGE) {
          more.add(new Page(page.origins(), lastId(answers.get(i), page.after())));
        }
      }
      open = more;
    }
  }

  private static List<Page> pages(List<String> origins) {
    return ListSender.pages(origins, WIDTH).stream().map(page -> new Page(page, 0)).toList();
  }

  /** Values that a batch would take for references to other commands. */
  private void alone(
      EntityType type, String originator, List<String> origins, List<OriginMatch> matches) {
    for (Page page : pages(origins)) {
      long after = 0;
      List<ItemRow> rows;
      do {
        rows = lists.rows(methods.call(type, originator, page.origins(), after));
        take(originator, page.origins(), rows, matches);
        after = lastId(rows, after);
      } while (rows.size() >= ItemCommands.PAGE);
    }
  }

  /** Always beyond the page before, or the lookup would not come to an end. */
  private static long lastId(List<ItemRow> rows, long after) {
    return Math.max(after + 1, rows.stream().mapToLong(ItemRow::id).max().orElse(after));
  }

  /** A portal compares without regard to case, and ignores filters that it does not know. */
  private static void take(
      String originator, List<String> origins, List<ItemRow> rows, List<OriginMatch> matches) {
    Set<String> asked = new HashSet<>(origins);
    for (ItemRow row : rows) {
      if (!row.recurring() && row.originator().equals(originator) && asked.contains(row.origin())) {
        matches.add(new OriginMatch(row.origin(), row.id()));
      }
    }
  }
}
