package io.dealsync.sandbox.crm;

import io.dealsync.sandbox.crm.LinkWrite.Author;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Creates, changes and deletes whole deals and contacts as the REST methods for them do. Unlike the
 * link methods these are ordinary updates: they change the deal's {@code updatedTime}, and a list
 * of contacts replaces all links, numbered anew, the first of them primary (contract 2).
 */
public final class RecordEditor {

  private static final int STEP = 10;

  private final PortalState state;
  private final LinkStore store;
  private final Records records;

  RecordEditor(PortalState state, LinkStore store) {
    this.state = state;
    this.store = store;
    this.records = store.records();
  }

  /** Creates a deal and returns its id. */
  public long addDeal(Card card, List<Long> contacts) {
    return state.writing(
        () -> {
          long id = next(records.deals().ids());
          store.seed(id, List.of());
          records.dealCards().put(id, card);
          link(store.positionOf(id), contacts);
          return id;
        });
  }

  /**
   * Changes a deal.
   *
   * @param contacts its contacts from now on; empty leaves them as they are
   * @return whether there is such a deal
   */
  public boolean updateDeal(long id, UnaryOperator<Card> change, Optional<List<Long>> contacts) {
    return state.writing(
        () -> {
          int position = records.deals().ids().find(id);
          if (position < 0) {
            return false;
          }
          records.dealCards().put(id, change.apply(records.dealCards().of(id)));
          contacts.ifPresent(wanted -> link(position, wanted));
          store.touch(position);
          return true;
        });
  }

  private void link(int position, List<Long> contacts) {
    List<LinkRow> rows = new ArrayList<>();
    for (long contact : contacts.stream().distinct().toList()) {
      rows.add(new LinkRow(contact, STEP * (rows.size() + 1), rows.isEmpty()));
    }
    store.replace(position, Author.REST, rows);
    store.recomputePrimary(position);
  }

  /** Deletes a deal with its links; whether there was one. */
  public boolean deleteDeal(long id) {
    boolean exists = state.hasDeal(id);
    state.removeDeal(id);
    return exists;
  }

  /** Creates a contact and returns its id. */
  public long addContact(Card card) {
    return state.writing(
        () -> {
          long id = next(records.contacts());
          store.insertContact(id);
          records.contactCards().put(id, card);
          return id;
        });
  }

  /** Changes a contact; whether there is one. */
  public boolean updateContact(long id, UnaryOperator<Card> change) {
    return state.writing(
        () -> {
          if (!records.contacts().contains(id)) {
            return false;
          }
          records.contactCards().put(id, change.apply(records.contactCards().of(id)));
          return true;
        });
  }

  /** Deletes a contact; its links vanish (contract 1.8). Whether there was one. */
  public boolean deleteContact(long id) {
    boolean exists = state.hasContact(id);
    state.asThirdParty().deleteContact(id);
    return exists;
  }

  private static long next(SortedIds ids) {
    return ids.size() == 0 ? 1 : ids.at(ids.size() - 1) + 1;
  }
}
