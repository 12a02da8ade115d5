package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import io.dealsync.portal.Existing;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

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
      return listed(about, also);
    } catch (ListRefusedException refused) {
      return new Existing(byOlderMethod(about), byOlderMethod(also));
    }
  }

  private Existing listed(IdQuestion about, IdQuestion also) {
    List<Command<List<ItemRow>>> commands = new ArrayList<>(about.commands());
    int border = commands.size();
    commands.addAll(also.commands());
    List<List<ItemRow>> rows = lists.rows(commands);
    return new Existing(
        about.found(rows.subList(0, border)), also.found(rows.subList(border, rows.size())));
  }

  private Set<Long> byOlderMethod(IdQuestion question) {
    try {
      return question.found(lists.rows(question.commandsOfOlderMethod()));
    } catch (ListRefusedException refused) {
      throw new PortalFailure(
          Kind.CONFIGURATION,
          "%s does not let the user behind the webhook or application list %s: give them the right to read. (%s)"
              .formatted(line.rest().portal(), question.type().words(), refused.getMessage()));
    }
  }
}
