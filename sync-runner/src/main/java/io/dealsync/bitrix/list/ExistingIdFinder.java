package io.dealsync.bitrix.list;

import io.dealsync.bitrix.batch.BatchChannel;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds out which deals or contacts a portal's lists show. */
public final class ExistingIdFinder {

  private final BatchChannel line;
  private final ListSender lists;

  public ExistingIdFinder(BatchChannel line) {
    this.line = line;
    this.lists = new ListSender(line);
  }

  public ExistingIds existing(Collection<Long> deals, Collection<Long> contacts) {
    IdLookupPart about = new IdLookupPart(EntityType.DEAL, deals);
    IdLookupPart also = new IdLookupPart(EntityType.CONTACT, contacts);
    try {
      return answer(about, also, IdLookupPart::commands);
    } catch (ListRefusedException refused) {
      return byOlderMethods(about, also);
    }
  }

  private ExistingIds byOlderMethods(IdLookupPart about, IdLookupPart also) {
    try {
      return answer(about, also, IdLookupPart::commandsOfOlderMethod);
    } catch (ListRefusedException refused) {
      throw lists.failure(
          Kind.CONFIGURATION,
          "%s does not let the user behind the webhook or application list deals or contacts: give them the right to read. (%s)"
              .formatted(line.rest().portal(), refused.getMessage()));
    }
  }

  /** Both questions travel together. */
  private ExistingIds answer(
      IdLookupPart about,
      IdLookupPart also,
      Function<IdLookupPart, List<Command<List<ItemRow>>>> commandsOf) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>(commandsOf.apply(about));
    int border = commands.size();
    commands.addAll(commandsOf.apply(also));
    List<List<ItemRow>> rows = lists.rows(commands);
    return found(
        about.found(rows.subList(0, border)), also.found(rows.subList(border, rows.size())));
  }

  /** What these rows of deals and of contacts tell. */
  public static ExistingIds found(List<ItemRow> deals, List<ItemRow> contacts) {
    return new ExistingIds(
        ids(deals, row -> !row.recurring()),
        ids(deals, ItemRow::recurring),
        ids(contacts, row -> true));
  }

  private static Set<Long> ids(List<ItemRow> rows, Predicate<ItemRow> which) {
    return rows.stream().filter(which).map(ItemRow::id).collect(Collectors.toSet());
  }
}
