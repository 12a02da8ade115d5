package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.crm.ThirdParty;
import io.dealsync.sandbox.rest.RestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Someone who works in the portal while the client does: edits links, deletes things. */
final class ForeignHand {

  private final PortalState state;

  ForeignHand(PortalState state) {
    this.state = state;
  }

  /** Edits a deal as the fault says; returns what happened. */
  String edit(Fault.ForeignEdit fault, RestRequest request, SplittableRandom random) {
    OptionalLong chosen = fault.deal().isPresent() ? fault.deal() : pickDeal(request, random);
    if (chosen.isEmpty() || !state.hasDeal(chosen.getAsLong())) {
      return "no deal to edit";
    }
    long deal = chosen.getAsLong();
    String before = state.linksText(deal);
    fault
        .rows()
        .ifPresentOrElse(
            rows -> state.asThirdParty().setLinks(deal, rows), () -> editSomehow(deal, random));
    return "deal %d: [%s] -> [%s]".formatted(deal, before, state.linksText(deal));
  }

  /** Deletes a deal; returns what happened. */
  String removeDeal(OptionalLong which, RestRequest request, SplittableRandom random) {
    OptionalLong chosen = which.isPresent() ? which : pickDeal(request, random);
    if (chosen.isEmpty()) {
      return "no deal to delete";
    }
    state.removeDeal(chosen.getAsLong());
    return "deal %d deleted".formatted(chosen.getAsLong());
  }

  /** Deletes a contact; returns what happened. */
  String removeContact(OptionalLong which, RestRequest request, SplittableRandom random) {
    OptionalLong chosen = which.isPresent() ? which : pickLinkedContact(request, random);
    if (chosen.isEmpty()) {
      return "no contact to delete";
    }
    state.asThirdParty().deleteContact(chosen.getAsLong());
    return "contact %d deleted".formatted(chosen.getAsLong());
  }

  private void editSomehow(long deal, SplittableRandom random) {
    List<LinkRow> rows = state.links(deal);
    ThirdParty hand = state.asThirdParty();
    int choice = rows.isEmpty() ? 0 : random.nextInt(4);
    switch (choice) {
      case 0 -> pickContact(random).ifPresent(id -> hand.link(deal, id, random.nextBoolean()));
      case 1 -> hand.unlink(deal, pick(rows, random).contactId());
      case 2 -> hand.setLinks(deal, withPrimary(rows, pick(rows, random).contactId()));
      default -> hand.setLinks(deal, reversed(rows));
    }
  }

  private static List<LinkRow> withPrimary(List<LinkRow> rows, long contactId) {
    return rows.stream()
        .map(row -> new LinkRow(row.contactId(), row.sort(), row.contactId() == contactId))
        .toList();
  }

  private static List<LinkRow> reversed(List<LinkRow> rows) {
    List<LinkRow> result = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      LinkRow row = rows.get(rows.size() - 1 - i);
      result.add(new LinkRow(row.contactId(), (i + 1) * 10, row.primary()));
    }
    return result;
  }

  private OptionalLong pickDeal(RestRequest request, SplittableRandom random) {
    List<Long> mentioned = request.mentionedIds().stream().filter(state::hasDeal).toList();
    if (!mentioned.isEmpty()) {
      return OptionalLong.of(pick(mentioned, random));
    }
    return state.reading(
        records -> {
          int deals = records.deals().ids().size();
          return deals == 0
              ? OptionalLong.empty()
              : OptionalLong.of(records.deals().ids().at(random.nextInt(deals)));
        });
  }

  private OptionalLong pickLinkedContact(RestRequest request, SplittableRandom random) {
    OptionalLong deal = pickDeal(request, random);
    if (deal.isEmpty() || state.links(deal.getAsLong()).isEmpty()) {
      return pickContact(random).stream().findFirst();
    }
    return OptionalLong.of(pick(state.links(deal.getAsLong()), random).contactId());
  }

  private OptionalLong pickContact(SplittableRandom random) {
    return state.reading(
        records -> {
          int contacts = records.contacts().size();
          return contacts == 0
              ? OptionalLong.empty()
              : OptionalLong.of(records.contacts().at(random.nextInt(contacts)));
        });
  }

  private static <T> T pick(List<T> items, SplittableRandom random) {
    return items.get(random.nextInt(items.size()));
  }
}
