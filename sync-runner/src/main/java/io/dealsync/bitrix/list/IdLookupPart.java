package io.dealsync.bitrix.list;

import io.dealsync.bitrix.wire.Command;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of some ids of one type exist. A portal that does not know a filter ignores it and lists
 * everything (contract 7); so only what was asked for counts.
 */
record IdLookupPart(EntityType type, Set<Long> ids) {

  IdLookupPart(EntityType type, Collection<Long> ids) {
    this(type, new TreeSet<>(ids));
  }

  /** The commands that ask it, fifty ids each. */
  List<Command<List<ItemRow>>> commands() {
    return pages().stream().map(page -> ItemCommands.existing(type, page)).toList();
  }

  List<Command<List<ItemRow>>> commandsOfOlderMethod() {
    return pages().stream().map(page -> ItemCommands.existingByOlderMethod(type, page)).toList();
  }

  private List<List<Long>> pages() {
    return ListSender.pages(List.copyOf(ids), ItemCommands.PAGE);
  }

  /** The rows that answer it. */
  List<ItemRow> found(List<List<ItemRow>> answers) {
    return answers.stream().flatMap(List::stream).filter(row -> ids.contains(row.id())).toList();
  }
}
