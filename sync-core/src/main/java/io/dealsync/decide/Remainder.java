package io.dealsync.decide;

import io.dealsync.link.LinkSet;
import java.util.List;
import java.util.stream.Collectors;

/** What a run that only adds links leaves of a deal that both sides never agreed on. */
public final class Remainder {

  private Remainder() {}

  /** In a sentence for people. */
  public static String words(LinkSet desired, LinkSet observed) {
    List<Long> surplus = observed.minus(desired);
    return "Never agreed on before, so that a run over edits only adds links: mirror has %s, portal has %s. The next run over all deals makes them equal%s; `dealsync plan` shows it."
        .formatted(desired, observed, surplus.isEmpty() ? "" : " and unlinks " + joined(surplus));
  }

  private static String joined(List<Long> contacts) {
    return contacts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
