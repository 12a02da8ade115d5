package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Command;
import io.dealsync.bitrix.rest.CommandOutcome;
import io.dealsync.portal.Existing;
import io.dealsync.portal.Sought;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Looks for ids while something else is asked for. A portal that refuses to say is not asked
 * otherwise: nothing is found then.
 */
final class PassingLookUp {

  private final Asked deals;
  private final Asked contacts;

  PassingLookUp(Sought sought) {
    this.deals = new Asked(EntityType.DEAL, sought.deals());
    this.contacts = new Asked(EntityType.CONTACT, sought.contacts());
  }

  /** What is to be sent. */
  List<Unit> units() {
    List<Unit> units = new ArrayList<>(deals.units);
    units.addAll(contacts.units);
    return units;
  }

  /** What certainly exists, once the units were sent. */
  Existing found() {
    return Existence.found(deals.found(), contacts.found());
  }

  /** A question with a unit for each of its commands. */
  private static final class Asked {

    private final IdQuestion question;
    private final List<Command<List<ItemRow>>> commands;
    private final List<Unit> units;

    Asked(EntityType type, Collection<Long> ids) {
      this.question = new IdQuestion(type, ids);
      this.commands = question.commands();
      this.units =
          commands.stream().map(command -> new Unit(List.of(command), Lists::reaction)).toList();
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
