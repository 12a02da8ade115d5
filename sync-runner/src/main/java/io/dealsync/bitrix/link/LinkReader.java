package io.dealsync.bitrix.link;

import io.dealsync.bitrix.batch.BatchChannel;
import io.dealsync.bitrix.batch.CommandGroup;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Some deals to be read one by one, fifty in a request, and what became of that. */
public final class LinkReader {

  private final Map<Long, CommandGroup> byDeal = new LinkedHashMap<>();

  public LinkReader(Collection<Long> deals) {
    for (long deal : deals) {
      byDeal.computeIfAbsent(deal, id -> new CommandGroup(List.of(LinkCommands.get(id))));
    }
  }

  /** What is to be sent. */
  public List<CommandGroup> units() {
    return List.copyOf(byDeal.values());
  }

  /**
   * What the portal said about each deal, once the units were sent; asks once more about those that
   * it refused in mere words.
   */
  public Map<Long, Observation> observations(BatchChannel line) {
    Map<Long, Observation> observations = HashMap.newHashMap(byDeal.size());
    Map<Long, Observation.Unreadable> inWords = new LinkedHashMap<>();
    byDeal.forEach(
        (deal, unit) -> {
          Observation observation = observation(deal, unit);
          observations.put(deal, observation);
          if (observation instanceof Observation.Unreadable words && isRefusedInWords(deal, unit)) {
            inWords.put(deal, words);
          }
        });
    if (!inWords.isEmpty()) {
      observations.putAll(new RefusalCheck(line, inWords).clarify());
    }
    return observations;
  }

  private static boolean isRefusedInWords(long deal, CommandGroup unit) {
    return unit.outcome(LinkCommands.get(deal))
        .filter(
            outcome ->
                outcome instanceof CommandOutcome.Refused<LinkImage> refused
                    && refused.error().code().isBlank())
        .isPresent();
  }

  private static Observation observation(long deal, CommandGroup unit) {
    CommandOutcome<LinkImage> outcome =
        unit.outcome(LinkCommands.get(deal)).orElseGet(CommandOutcome.NotExecuted::new);
    Instant at = unit.askedAt();
    return switch (outcome) {
      case CommandOutcome.Answered<LinkImage> answered ->
          new Observation.Present(answered.value(), at);
      case CommandOutcome.Refused<LinkImage> refused -> refused(refused.error(), at);
      case CommandOutcome.NotExecuted<LinkImage> ignored ->
          new Observation.Unreadable("The portal did not carry out the reading.", at);
      case CommandOutcome.Unclear<LinkImage> unclear ->
          new Observation.Unreadable(unclear.why(), at);
    };
  }

  private static Observation refused(PortalError error, Instant at) {
    return switch (error.code().toUpperCase(Locale.ROOT)) {
      case "ACCESS_DENIED" -> new Observation.Denied(error.toString(), at);
      case "NOT_FOUND" -> new Observation.Missing(at);
      default -> new Observation.Unreadable(error.toString(), at);
    };
  }
}
