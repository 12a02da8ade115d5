package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import io.dealsync.portal.Existing;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
    IdQuestion about = new IdQuestion(EntityType.DEAL, deals);
    IdQuestion also = new IdQuestion(EntityType.CONTACT, contacts);
    try {
      return answer(about, also, IdQuestion::commands);
    } catch (ListRefusedException refused) {
      return byOlderMethods(about, also);
    }
  }

  private Existing byOlderMethods(IdQuestion about, IdQuestion also) {
    try {
      return answer(about, also, IdQuestion::commandsOfOlderMethod);
    } catch (ListRefusedException refused) {
      throw new PortalFailure(
          Kind.CONFIGURATION,
          "%s does not let the user behind the webhook or application list deals or contacts: give them the right to read. (%s)"
              .formatted(line.rest().portal(), refused.getMessage()));
    }
  }

  /** Both questions travel together. */
  private Existing answer(
      IdQuestion about,
      IdQuestion also,
      Function<IdQuestion, List<Command<List<ItemRow>>>> commandsOf) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>(commandsOf.apply(about));
    int border = commands.size();
    commands.addAll(commandsOf.apply(also));
    List<List<ItemRow>> rows = lists.rows(commands);
    return found(
        about.found(rows.subList(0, border)), also.found(rows.subList(border, rows.size())));
  }

  /** What these rows of deals and of contacts tell. */
  static Existing found(List<ItemRow> deals, List<ItemRow> contacts) {
    return new Existing(
        ids(deals, row -> !row.recurring()),
        ids(deals, ItemRow::recurring),
        ids(contacts, row -> true));
  }

  private static Set<Long> ids(List<ItemRow> rows, Predicate<ItemRow> which) {
    return rows.stream().filter(which).map(ItemRow::id).collect(Collectors.toSet());
  }
}
