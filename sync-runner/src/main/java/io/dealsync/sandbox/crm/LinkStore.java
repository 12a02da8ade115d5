package io.dealsync.sandbox.crm;

import io.dealsync.sandbox.crm.LinkWrite.Author;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tables together with what a change of rows entails: CONTACT_ID, {@code updatedTime}, telling
 * the listeners. Not safe for concurrent use; {@link PortalState} guards it.
 */
final class LinkStore {

  private final Records records = new Records();
  private final InstantSource clock;
  private final Comparator<LinkRow> order;
  private final boolean bumpsUpdatedTime;
  private final List<Consumer<LinkWrite>> listeners = new CopyOnWriteArrayList<>();

  LinkStore(InstantSource clock, Comparator<LinkRow> order, boolean bumpsUpdatedTime) {
    this.clock = clock;
    this.order = order;
    this.bumpsUpdatedTime = bumpsUpdatedTime;
  }

  Records records() {
    return records;
  }

  void onWrite(Consumer<LinkWrite> listener) {
    listeners.add(listener);
  }

  /** Creates the deal or replaces its rows, without telling anybody. */
  void seed(long dealId, Collection<LinkRow> rows) {
    int position = records.deals().insert(dealId, now());
    records.deals().setLinks(position, PackedLinks.of(rows, order));
    recomputePrimary(position);
  }

  /** Lets {@code work} add many records, without telling anybody. */
  void load(Consumer<BulkLoader> work) {
    BulkLoader loader = new BulkLoader(records, order, now());
    work.accept(loader);
    loader.finish();
    for (int i = 0; i < records.deals().ids().size(); i++) {
      recomputePrimary(i);
    }
  }

  <T> Optional<T> onDeal(long dealId, Function<Integer, T> work) {
    int position = records.deals().ids().find(dealId);
    return position < 0 ? Optional.empty() : Optional.of(work.apply(position));
  }

  boolean applyIfAny(int position, Author author, Optional<LinkChange> change) {
    change.ifPresent(c -> apply(position, author, c));
    return change.isPresent();
  }

  void apply(int position, Author author, LinkChange change) {
    if (change.isEmpty()) {
      return;
    }
    Map<Long, LinkRow> rows = new TreeMap<>();
    rowsAt(position).forEach(row -> rows.put(row.contactId(), row));
    change.written().forEach(row -> rows.put(row.contactId(), row));
    rows.keySet().removeAll(change.deleted());
    replace(position, author, rows.values());
    recomputePrimary(position);
    bump(position);
  }

  void replace(int position, Author author, Collection<LinkRow> rows) {
    long[] before = records.deals().links(position);
    long[] after = PackedLinks.of(rows, order);
    records.deals().setLinks(position, after);
    if (!listeners.isEmpty() && !Arrays.equals(before, after)) {
      LinkWrite write =
          new LinkWrite(
              records.deals().ids().at(position),
              author,
              PackedLinks.rows(before),
              PackedLinks.rows(after));
      listeners.forEach(listener -> listener.accept(write));
    }
  }

  void recomputePrimary(int position) {
    long[] packed = records.deals().links(position);
    long smallest = 0;
    for (int i = 0; i < PackedLinks.count(packed); i++) {
      long contact = PackedLinks.contactId(packed, i);
      if (PackedLinks.isPrimary(packed, i) && (smallest == 0 || contact < smallest)) {
        smallest = contact;
      }
    }
    records.deals().setPrimaryContact(position, smallest);
  }

  void bump(int position) {
    if (bumpsUpdatedTime) {
      touch(position);
    }
  }

  void touch(int position) {
    records.deals().touch(position, now());
  }

  List<LinkRow> rowsAt(int position) {
    return PackedLinks.rows(records.deals().links(position));
  }

  int positionOf(long dealId) {
    int position = records.deals().ids().find(dealId);
    if (position < 0) {
      throw new IllegalArgumentException("the sandbox has no deal " + dealId);
    }
    return position;
  }

  void dropContact(int position, long contactId) {
    List<LinkRow> left = new ArrayList<>(rowsAt(position));
    left.removeIf(row -> row.contactId() == contactId);
    replace(position, Author.THIRD_PARTY, left);
    if (records.deals().primaryContact(position) == contactId) {
      long smallest = left.stream().mapToLong(LinkRow::contactId).min().orElse(0);
      records.deals().setPrimaryContact(position, smallest);
    }
  }

  void moveLink(int position, long mergedId, long survivorId) {
    List<LinkRow> rows = new ArrayList<>(rowsAt(position));
    LinkRow merged =
        rows.stream().filter(row -> row.contactId() == mergedId).findFirst().orElseThrow();
    rows.remove(merged);
    Optional<LinkRow> survivor =
        rows.stream().filter(row -> row.contactId() == survivorId).findFirst();
    if (survivor.isEmpty()) {
      rows.add(new LinkRow(survivorId, merged.sort(), merged.primary()));
    } else if (merged.primary()) {
      rows.remove(survivor.get());
      rows.add(new LinkRow(survivorId, survivor.get().sort(), true));
    }
    replace(position, Author.THIRD_PARTY, rows);
    recomputePrimary(position);
  }

  void forEachDealWith(long contactId, Consumer<Integer> work) {
    DealTable deals = records.deals();
    for (int i = 0; i < deals.ids().size(); i++) {
      if (PackedLinks.contains(deals.links(i), contactId)) {
        work.accept(i);
      }
    }
  }

  void removeContactRecord(long contactId) {
    int position = records.contacts().find(contactId);
    if (position >= 0) {
      records.contacts().remove(position);
      records.contactCards().forget(contactId);
    }
  }

  void insertContact(long contactId) {
    int found = records.contacts().find(contactId);
    if (found < 0) {
      records.contacts().insert(-found - 1, contactId);
    }
  }

  long now() {
    return clock.instant().getEpochSecond();
  }
}
