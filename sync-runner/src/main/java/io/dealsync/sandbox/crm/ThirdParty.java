package io.dealsync.sandbox.crm;

import io.dealsync.sandbox.crm.LinkWrite.Author;
import java.util.Collection;
import java.util.OptionalInt;

/** A person or automation in the portal, changing deals behind the client's back. */
public final class ThirdParty {

  private final PortalState state;
  private final LinkStore store;

  ThirdParty(PortalState state, LinkStore store) {
    this.state = state;
    this.store = store;
  }

  /** Replaces a deal's rows by exactly these. */
  public void setLinks(long dealId, String rows) {
    setLinks(dealId, LinkRow.parseAll(rows));
  }

  /** Replaces a deal's rows by exactly these. */
  public void setLinks(long dealId, Collection<LinkRow> rows) {
    state.changing(
        () -> {
          int position = store.positionOf(dealId);
          store.replace(position, Author.THIRD_PARTY, rows);
          store.recomputePrimary(position);
          store.bump(position);
        });
  }

  /** Links a contact as the portal's form does; false when it is linked already. */
  public boolean link(long dealId, long contactId, boolean primary) {
    LinkEntry entry = new LinkEntry(contactId, OptionalInt.empty(), primary ? "Y" : "N");
    return state.writing(
        () -> {
          int position = store.positionOf(dealId);
          return store.applyIfAny(
              position, Author.THIRD_PARTY, LinkRules.add(store.rowsAt(position), entry));
        });
  }

  /** Unlinks a contact; false when it is not linked. */
  public boolean unlink(long dealId, long contactId) {
    return state.writing(
        () -> {
          int position = store.positionOf(dealId);
          return store.applyIfAny(
              position, Author.THIRD_PARTY, LinkRules.delete(store.rowsAt(position), contactId));
        });
  }

  /**
   * Deletes a contact: its links vanish everywhere; where it was CONTACT_ID the smallest one left
   * takes over, but no row is flagged (contract 1.8).
   */
  public void deleteContact(long contactId) {
    state.changing(
        () -> {
          store.forEachDealWith(contactId, position -> store.dropContact(position, contactId));
          store.removeContactRecord(contactId);
        });
  }

  /**
   * Merges one contact into another: links move, SORT and primary with them, and the merged one is
   * deleted (contract 1.8).
   */
  public void mergeContacts(long mergedId, long survivorId) {
    if (mergedId == survivorId) {
      return;
    }
    state.changing(
        () -> {
          store.forEachDealWith(
              mergedId, position -> store.moveLink(position, mergedId, survivorId));
          store.insertContact(survivorId);
          store.removeContactRecord(mergedId);
        });
  }
}
