package io.dealsync.bitrix.link;

import io.dealsync.bitrix.batch.BatchChannel;
import io.dealsync.bitrix.batch.CommandGroup;
import io.dealsync.bitrix.list.ExistingIdFinder;
import io.dealsync.bitrix.list.ItemCommands;
import io.dealsync.bitrix.list.ListSender;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.observe.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds out what refusals in mere words mean. An error without a code has its text in the portal's
 * language (contract 1.1), so the words never decide alone whether a deal is gone: {@code
 * crm.item.get} says it by a code, and where that may not be used, no list must show the deal.
 */
final class RefusalCheck {

  private final BatchChannel line;
  private final Map<Long, Observation.Unreadable> refused;
  private final Map<Long, Observation> clear = new LinkedHashMap<>();
  private final Set<Long> open = new TreeSet<>();

  /**
   * @param refused the deals in question, each with the portal's words
   */
  RefusalCheck(BatchChannel line, Map<Long, Observation.Unreadable> refused) {
    this.line = line;
    this.refused = refused;
  }

  /** What each of the deals is by now known to be. */
  Map<Long, Observation> clarify() {
    askOneByOne();
    if (!open.isEmpty()) {
      Set<Long> listed = new ExistingIdFinder(line).existing(open, Set.of()).deals();
      open.forEach(deal -> clear.put(deal, unlessListed(deal, listed.contains(deal))));
    }
    return clear;
  }

  private void askOneByOne() {
    Map<Long, CommandGroup> units = new LinkedHashMap<>();
    refused
        .keySet()
        .forEach(
            deal ->
                units.put(
                    deal,
                    new CommandGroup(List.of(ItemCommands.getDeal(deal)), ListSender::reaction)));
    line.read(new ArrayList<>(units.values()));
    units.forEach(this::take);
  }

  private void take(long deal, CommandGroup unit) {
    Command<Boolean> question = ItemCommands.getDeal(deal);
    CommandOutcome<Boolean> outcome =
        unit.outcome(question).orElseGet(CommandOutcome.NotExecuted::new);
    if (outcome instanceof CommandOutcome.Refused<Boolean> answer) {
      take(deal, answer.error(), unit);
    } else {
      clear.put(deal, words(deal));
    }
  }

  private void take(long deal, PortalError error, CommandGroup unit) {
    switch (error.code().toUpperCase(Locale.ROOT)) {
      case "NOT_FOUND" -> clear.put(deal, new Observation.Missing(unit.askedAt()));
      case "ACCESS_DENIED" ->
          clear.put(deal, new Observation.Denied(error.toString(), unit.askedAt()));
      default -> open.add(deal);
    }
  }

  private Observation unlessListed(long deal, boolean listed) {
    Observation.Unreadable words = words(deal);
    if (listed) {
      return words;
    }
    return switch (meaning(words.text())) {
      case "not found" -> new Observation.Missing(words.at());
      case "access denied" -> new Observation.Denied(words.text(), words.at());
      default -> words;
    };
  }

  private static String meaning(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[.!\\s]+$", "");
  }

  private Observation.Unreadable words(long deal) {
    return Objects.requireNonNull(refused.get(deal));
  }
}
