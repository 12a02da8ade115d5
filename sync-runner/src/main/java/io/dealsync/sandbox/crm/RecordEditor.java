package io.dealsync.sandbox.crm;

import io.dealsync.sandbox.crm.LinkWrite.Author;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates, changes and deletes whole deals, contacts and companies as the REST methods for them do.
 * Unlike the link methods these are ordinary updates: they change the record's {@code updatedTime},
 * and a list of contacts replaces all links of a deal, numbered again, the first of them primary
 * (contract 2).
 */
public final class RecordEditor {

  private static final int STEP = 10;
  private static final String CREATED = "DATE_CREATE";
  private static final String MODIFIED = "DATE_MODIFY";

  private final PortalState state;
  private final LinkStore store;
  private final Records records;

  RecordEditor(PortalState state, LinkStore store) {
    this.state = state;
    this.store = store;
    this.records = store.records();
  }

  /**
   * What is written into a record.
   *
   * @param values single values by the names of the older methods
   * @param multi what happens to its telephone numbers, addresses and so on
   */
  public record Edit(Map<String, String> values, List<MultiField.Edit> multi) {}

  /** Creates a deal and returns its id. */
  public long addDeal(Edit edit, List<Long> contacts) {
    return state.writing(
        () -> {
          long id = records.deals().ids().next();
          store.seed(id, List.of());
          records.dealCards().put(id, created(edit, "Deal #" + id));
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
  public boolean updateDeal(long id, Edit edit, Optional<List<Long>> contacts) {
    return state.writing(
        () -> {
          int position = records.deals().ids().find(id);
          if (position < 0) {
            return false;
          }
          records.dealCards().put(id, changed(records.dealCards().of(id), edit));
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
  public long addContact(Edit edit) {
    return add(records.contacts(), records.contactCards(), edit, "");
  }

  /** Changes a contact; whether there is one. */
  public boolean updateContact(long id, Edit edit) {
    return update(records.contacts(), records.contactCards(), id, edit);
  }

  /** Deletes a contact; its links vanish (contract 1.8). Whether there was one. */
  public boolean deleteContact(long id) {
    boolean exists = state.hasContact(id);
    state.asThirdParty().deleteContact(id);
    return exists;
  }

  /** Creates a company and returns its id. */
  public long addCompany(Edit edit) {
    return add(records.companies(), records.companyCards(), edit, "Company");
  }

  /** Changes a company; whether there is one. */
  public boolean updateCompany(long id, Edit edit) {
    return update(records.companies(), records.companyCards(), id, edit);
  }

  /** Deletes a company; whether there was one. */
  public boolean deleteCompany(long id) {
    return state.writing(
        () -> {
          int position = records.companies().find(id);
          if (position >= 0) {
            records.companies().remove(position);
            records.companyCards().forget(id);
          }
          return position >= 0;
        });
  }

  private long add(SortedIds ids, Cards cards, Edit edit, String otherwise) {
    return state.writing(
        () -> {
          long id = ids.next();
          ids.insert(ids.size(), id);
          cards.put(id, created(edit, otherwise));
          return id;
        });
  }

  private boolean update(SortedIds ids, Cards cards, long id, Edit edit) {
    return state.writing(
        () -> {
          if (!ids.contains(id)) {
            return false;
          }
          cards.put(id, changed(cards.of(id), edit));
          return true;
        });
  }

  private Card created(Edit edit, String otherwise) {
    Card blank = Card.titled(otherwise).with(Map.of(CREATED, Long.toString(store.now())));
    return changed(blank, edit);
  }

  private Card changed(Card card, Edit edit) {
    return card.with(edit.values())
        .edited(edit.multi(), records::nextMultiField)
        .with(Map.of(MODIFIED, Long.toString(store.now())));
  }
}
