package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds out which deals or contacts a portal's lists show. */
final class Existence {

  private final Line line;
  private final Lists lists;

  Existence(Line line) {
    this.line = line;
    this.lists = new Lists(line);
  }

  Set<Long> existing(EntityType type, Collection<Long> ids) {
    List<List<Long>> pages = Lists.pages(List.copyOf(new TreeSet<>(ids)), ItemCommands.PAGE);
    if (pages.isEmpty()) {
      return Set.of();
    }
    try {
      return listed(commands(type, pages), ids);
    } catch (ListRefusedException refused) {
      return byOlderMethod(type, pages, ids);
    }
  }

  private static List<Command<List<ItemRow>>> commands(EntityType type, List<List<Long>> pages) {
    List<String> select = type == EntityType.DEAL ? List.of("id", "isRecurring") : List.of("id");
    List<Command<List<ItemRow>>> commands = new ArrayList<>();
    for (List<Long> page : pages) {
      commands.add(ItemCommands.byIds(commands.size(), type, page, select));
    }
    return commands;
  }

  private Set<Long> byOlderMethod(EntityType type, List<List<Long>> pages, Collection<Long> ids) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>();
    for (List<Long> page : pages) {
      commands.add(ItemCommands.legacyByIds(commands.size(), type, page));
    }
    try {
      return listed(commands, ids);
    } catch (ListRefusedException refused) {
      throw new PortalFailure(
          Kind.CONFIGURATION,
          "%s does not let the webhook's user list %s: give them the right to read. (%s)"
              .formatted(line.rest().portal(), type.words(), refused.getMessage()));
    }
  }

  /** A portal that does not know a filter ignores it and lists everything (contract 7). */
  private Set<Long> listed(List<Command<List<ItemRow>>> commands, Collection<Long> ids) {
    Set<Long> asked = Set.copyOf(ids);
    Set<Long> found = new HashSet<>();
    for (List<ItemRow> rows : lists.rows(commands)) {
      for (ItemRow row : rows) {
        if (asked.contains(row.id()) && !row.recurring()) {
          found.add(row.id());
        }
      }
    }
    return found;
  }
}
