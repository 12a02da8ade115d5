package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import io.dealsync.portal.Existing;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds out which deals or contacts a portal's lists show. */
final class Existence {

  private final Line line;
  private final Lists lists;

  Existence(Line line) {
    this.line = line;
    this.lists = new Lists(line);
  }

  Existing existing(Collection<Long> deals, Collection<Long> contacts) {
    Question about = new Question(EntityType.DEAL, deals);
    Question also = new Question(EntityType.CONTACT, contacts);
    try {
      return answer(about, also, Question::ask);
    } catch (ListRefusedException refused) {
      return byOlderMethods(about, also);
    }
  }

  private Existing byOlderMethods(Question about, Question also) {
    try {
      return answer(about, also, Question::askByOlderMethod);
    } catch (ListRefusedException refused) {
      throw new PortalFailure(
          Kind.CONFIGURATION,
          "%s does not let the user behind the webhook or application list deals or contacts: give them the right to read. (%s)"
              .formatted(line.rest().portal(), refused.getMessage()));
    }
  }

  /** Both questions travel together. */
  private Existing answer(
      Question about, Question also, BiConsumer<Question, List<Command<List<ItemRow>>>> how) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>();
    how.accept(about, commands);
    int border = commands.size();
    how.accept(also, commands);
    List<List<ItemRow>> rows = lists.rows(commands);
    return existing(
        about.found(rows.subList(0, border)), also.found(rows.subList(border, rows.size())));
  }

  private static Existing existing(List<ItemRow> deals, List<ItemRow> contacts) {
    return new Existing(
        ids(deals, row -> !row.recurring()),
        ids(deals, ItemRow::recurring),
        ids(contacts, row -> true));
  }

  private static Set<Long> ids(List<ItemRow> rows, Predicate<ItemRow> which) {
    return rows.stream().filter(which).map(ItemRow::id).collect(Collectors.toSet());
  }

  /**
   * Some ids of one type. A portal that does not know a filter ignores it and lists everything
   * (contract 7); so only what was asked for counts.
   */
  private record Question(EntityType type, Set<Long> ids) {

    Question(EntityType type, Collection<Long> ids) {
      this(type, new TreeSet<>(ids));
    }

    List<List<Long>> pages() {
      return Lists.pages(List.copyOf(ids), ItemCommands.PAGE);
    }

    void ask(List<Command<List<ItemRow>>> commands) {
      List<String> select = type == EntityType.DEAL ? List.of("id", "isRecurring") : List.of("id");
      for (List<Long> page : pages()) {
        commands.add(ItemCommands.byIds(commands.size(), type, page, select));
      }
    }

    void askByOlderMethod(List<Command<List<ItemRow>>> commands) {
      for (List<Long> page : pages()) {
        commands.add(ItemCommands.legacyByIds(commands.size(), type, page));
      }
    }

    List<ItemRow> found(List<List<ItemRow>> answers) {
      return answers.stream().flatMap(List::stream).filter(row -> ids.contains(row.id())).toList();
    }
  }
}
