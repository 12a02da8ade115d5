package io.dealsync.bitrix.list;

import io.dealsync.bitrix.batch.CommandGroup;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.IdLookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Looks for ids while something else is asked for. A portal that refuses to say is not asked
 * otherwise: nothing is found then.
 */
public final class PiggybackLookup {

  private final Asked deals;
  private final Asked contacts;

  public PiggybackLookup(IdLookup sought) {
    this.deals = new Asked(EntityType.DEAL, sought.deals());
    this.contacts = new Asked(EntityType.CONTACT, sought.contacts());
  }

  /** What is to be sent. */
  public List<CommandGroup> units() {
    List<CommandGroup> units = new ArrayList<>(deals.units);
    units.addAll(contacts.units);
    return units;
  }

  /** What certainly exists, once the units were sent. */
  public ExistingIds found() {
    return ExistingIdFinder.found(deals.found(), contacts.found());
  }

  /** A question with a unit for each of its commands. */
  private static final class Asked {

    private final IdLookupPart question;
    private final List<Command<List<ItemRow>>> commands;
    private final List<CommandGroup> units;

    Asked(EntityType type, Collection<Long> ids) {
      this.question = new IdLookupPart(type, ids);
      this.commands = question.commands();
      this.units =
          commands.stream()
              .map(command -> new CommandGroup(List.of(command), ListSender::reaction))
              .toList();
    }

    List<ItemRow> found() {
      List<List<ItemRow>> answers = new ArrayList<>();
      for (int at = 0; at < commands.size(); at++) {
        units
            .get(at)
            .outcome(commands.get(at))
            .ifPresent(
                outcome -> {
                  if (outcome instanceof CommandOutcome.Answered<List<ItemRow>> answered) {
                    answers.add(answered.value());
                  }
                });
      }
      return question.found(answers);
    }
  }
}
