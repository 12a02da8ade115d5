package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.CommandOutcome;
import io.dealsync.bitrix.rest.PortalError;
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
final class Reading {

  private final Map<Long, Unit> byDeal = new LinkedHashMap<>();

  Reading(Collection<Long> deals) {
    for (long deal : deals) {
      byDeal.computeIfAbsent(deal, id -> new Unit(List.of(LinkCommands.get(id))));
    }
  }

  /** What is to be sent. */
  List<Unit> units() {
    return List.copyOf(byDeal.values());
  }

  /** What the portal said about each deal, once the units were sent. */
  Map<Long, Observation> observations() {
    Map<Long, Observation> observations = HashMap.newHashMap(byDeal.size());
    byDeal.forEach((deal, unit) -> observations.put(deal, observation(deal, unit)));
    return observations;
  }

  private static Observation observation(long deal, Unit unit) {
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

  /** Both have their texts in English only in some versions (contract 1.1). */
  private static Observation refused(PortalError error, Instant at) {
    String code = error.code().toUpperCase(Locale.ROOT);
    String text = error.text().toLowerCase(Locale.ROOT).replaceAll("[.!\\s]+$", "");
    if (code.equals("ACCESS_DENIED") || text.equals("access denied")) {
      return new Observation.Denied(error.toString(), at);
    }
    return code.equals("NOT_FOUND") || text.equals("not found")
        ? new Observation.Missing(at)
        : new Observation.Unreadable(error.toString(), at);
  }
}
