package io.dealsync.bitrix;

import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.CommandOutcome;
import io.dealsync.bitrix.rest.PortalError;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.link.LinkImage;
import io.dealsync.observe.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the links of deals one by one, fifty in a request. */
final class Reading {

  private final RestClient rest;
  private final Caller caller;

  Reading(RestClient rest, Caller caller) {
    this.rest = rest;
    this.caller = caller;
  }

  Map<Long, Observation> read(Collection<Long> deals) {
    List<Long> distinct = List.copyOf(new LinkedHashSet<>(deals));
    List<Unit> units = new ArrayList<>(distinct.size());
    for (long deal : distinct) {
      units.add(new Unit(List.of(LinkCommands.get(deal))));
    }
    new Rounds(rest, caller, true, PortalError::reaction)
        .send(units)
        .ifPresent(
            failure -> {
              throw failure;
            });
    Map<Long, Observation> observations = HashMap.newHashMap(distinct.size());
    for (int i = 0; i < units.size(); i++) {
      observations.put(distinct.get(i), observation(distinct.get(i), units.get(i)));
    }
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
