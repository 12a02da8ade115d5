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
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's deals, contacts and links, safe for concurrent use.
 *
 * <p>The seeding methods store what they are told, bad states included; {@link #asThirdParty()}
 * edits as a person in the portal would; the REST methods use the {@code rest…} methods. Every
 * change of rows after seeding is reported to the {@linkplain #onWrite listeners}.
 */
public final class PortalState {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Records records = new Records();
  private final InstantSource clock;
  private final Comparator<LinkRow> order;
  private final boolean bumpsUpdatedTime;
  private final AtomicLong version = new AtomicLong();
  private final List<Consumer<LinkWrite>> listeners = new CopyOnWriteArrayList<>();

  /**
   * An empty portal.
   *
   * @param order how {@code items.get} orders rows
   * @param bumpsUpdatedTime whether link writes change the deal's {@code updatedTime} (contract 2)
   */
  public PortalState(InstantSource clock, Comparator<LinkRow> order, boolean bumpsUpdatedTime) {
    this.clock = clock;
    this.order = order;
    this.bumpsUpdatedTime = bumpsUpdatedTime;
  }

  /** Reports every later change of a deal's rows, inside the write; listeners must be quick. */
  public void onWrite(Consumer<LinkWrite> listener) {
    listeners.add(listener);
  }

  /** Grows with every change of anything; tells whether there is something to save. */
  public long version() {
    return version.get();
  }

  /** Runs {@code work} on tables that nobody changes meanwhile. */
  public <T extends @Nullable Object> T reading(Function<Records, T> work) {
    lock.readLock().lock();
    try {
      return work.apply(records);
    } finally {
      lock.readLock().unlock();
    }
  }

  private <T extends @Nullable Object> T writing(Supplier<T> work) {
    lock.writeLock().lock();
    try {
      version.incrementAndGet();
      return work.get();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void changing(Runnable work) {
    lock.writeLock().lock();
    try {
      version.incrementAndGet();
      work.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  // Seeding

  /** Creates the deal or replaces its rows; {@code rows} as in {@link LinkRow#parseAll}. */
  public void putDeal(long dealId, String rows) {
    putDeal(dealId, LinkRow.parseAll(rows));
  }

  /** Creates the deal or replaces its rows, stored as given. */
  public void putDeal(long dealId, Collection<LinkRow> rows) {
    requirePositive(dealId);
    changing(
        () -> {
          int position = records.deals().insert(dealId, now());
          records.deals().setLinks(position, PackedLinks.of(rows, order));
          recomputePrimary(position);
        });
  }

  /** Gives an existing deal a title and an origin. */
  public void describeDeal(long dealId, Card card) {
    changing(() -> records.dealCards().put(dealId, card));
  }

  /** Sets the deal's {@code updatedTime}, in unix seconds. */
  public void touchDeal(long dealId, long epochSecond) {
    changing(() -> records.deals().touch(positionOf(dealId), epochSecond));
  }

  /** Creates a contact. */
  public void putContact(long contactId) {
    requirePositive(contactId);
    changing(() -> insertContact(contactId));
  }

  /** Creates a contact with a name and an origin. */
  public void putContact(long contactId, Card card) {
    requirePositive(contactId);
    changing(
        () -> {
          insertContact(contactId);
          records.contactCards().put(contactId, card);
        });
  }

  /** Removes the deal with its links. */
  public void removeDeal(long dealId) {
    changing(
        () -> {
          int position = records.deals().ids().find(dealId);
          if (position >= 0) {
            records.deals().remove(position);
            records.dealCards().forget(dealId);
          }
        });
  }

  /** Takes the calling user's right to see the deal. */
  public void hideDeal(long dealId) {
    changing(() -> records.unreadableDeals().add(dealId));
  }

  /** Takes the calling user's right to change the deal, leaving the right to see it. */
  public void protectDeal(long dealId) {
    changing(() -> records.readOnlyDeals().add(dealId));
  }

  /** Gives back every right on the deal. */
  public void openDeal(long dealId) {
    changing(
        () -> {
          records.unreadableDeals().remove(dealId);
          records.readOnlyDeals().remove(dealId);
        });
  }

  /** Takes the calling user's right to see the contact. */
  public void hideContact(long contactId) {
    changing(() -> records.unreadableContacts().add(contactId));
  }

  // Looking

  public boolean hasDeal(long dealId) {
    return reading(r -> r.deals().ids().contains(dealId));
  }

  public boolean hasContact(long contactId) {
    return reading(r -> r.contacts().contains(contactId));
  }

  public int dealCount() {
    return reading(r -> r.deals().ids().size());
  }

  public int contactCount() {
    return reading(r -> r.contacts().size());
  }

  /** The deal's rows in portal order; none when it has no links or does not exist. */
  public List<LinkRow> links(long dealId) {
    return reading(
        r -> {
          int position = r.deals().ids().find(dealId);
          return position < 0 ? List.of() : PackedLinks.rows(r.deals().links(position));
        });
  }

  /** The deal's rows as text, for example {@code "55/10/Y 54/20/N"}. */
  public String linksText(long dealId) {
    return LinkRow.format(links(dealId));
  }

  /** The deal's CONTACT_ID; 0 for none. */
  public long contactIdOf(long dealId) {
    return reading(r -> r.deals().primaryContact(positionOf(dealId)));
  }

  /** Every deal's rows, by id; for small portals. */
  public Map<Long, List<LinkRow>> allLinks() {
    return reading(
        r -> {
          Map<Long, List<LinkRow>> all = new TreeMap<>();
          for (int i = 0; i < r.deals().ids().size(); i++) {
            all.put(r.deals().ids().at(i), PackedLinks.rows(r.deals().links(i)));
          }
          return all;
        });
  }

  // REST writes; empty means that the deal does not exist

  /** {@code crm.deal.contact.add}: whether the contact was linked now. */
  public Optional<Boolean> restAdd(long dealId, LinkEntry entry) {
    return writing(
        () -> onDeal(dealId, p -> applyIfAny(p, Author.REST, LinkRules.add(rowsAt(p), entry))));
  }

  /** {@code crm.deal.contact.delete}: whether the contact was unlinked now. */
  public Optional<Boolean> restDelete(long dealId, long contactId) {
    return writing(
        () ->
            onDeal(
                dealId, p -> applyIfAny(p, Author.REST, LinkRules.delete(rowsAt(p), contactId))));
  }

  /** {@code crm.deal.contact.items.set}; null entries are unusable ones (contract 1.6). */
  public Optional<Boolean> restSet(long dealId, List<@Nullable LinkEntry> items) {
    return writing(
        () ->
            onDeal(
                dealId,
                p -> {
                  apply(p, Author.REST, LinkRules.set(rowsAt(p), items));
                  return true;
                }));
  }

  /** {@code crm.deal.contact.items.delete}. */
  public Optional<Boolean> restClear(long dealId) {
    return writing(
        () ->
            onDeal(
                dealId,
                p -> {
                  replace(p, Author.REST, List.of());
                  records.deals().setPrimaryContact(p, 0);
                  bump(p);
                  return true;
                }));
  }

  /** Edits as somebody else than the client does. */
  public ThirdParty asThirdParty() {
    return new ThirdParty();
  }

  /** A person or automation in the portal, changing deals behind the client's back. */
  public final class ThirdParty {

    private ThirdParty() {}

    /** Replaces a deal's rows by exactly these. */
    public void setLinks(long dealId, String rows) {
      setLinks(dealId, LinkRow.parseAll(rows));
    }

    /** Replaces a deal's rows by exactly these. */
    public void setLinks(long dealId, Collection<LinkRow> rows) {
      changing(
          () -> {
            int position = positionOf(dealId);
            replace(position, Author.THIRD_PARTY, rows);
            recomputePrimary(position);
            bump(position);
          });
    }

    /** Links a contact as the portal's form does; false when it is linked already. */
    public boolean link(long dealId, long contactId, boolean primary) {
      LinkEntry entry = new LinkEntry(contactId, OptionalInt.empty(), primary ? "Y" : "N");
      return writing(
          () -> {
            int position = positionOf(dealId);
            return applyIfAny(position, Author.THIRD_PARTY, LinkRules.add(rowsAt(position), entry));
          });
    }

    /** Unlinks a contact; false when it is not linked. */
    public boolean unlink(long dealId, long contactId) {
      return writing(
          () -> {
            int position = positionOf(dealId);
            return applyIfAny(
                position, Author.THIRD_PARTY, LinkRules.delete(rowsAt(position), contactId));
          });
    }

    /**
     * Deletes a contact: its links vanish everywhere; where it was CONTACT_ID the smallest one left
     * takes over, but no row is flagged (contract 1.8).
     */
    public void deleteContact(long contactId) {
      changing(
          () -> {
            forEachDealWith(contactId, position -> dropContact(position, contactId));
            removeContactRecord(contactId);
          });
    }

    /**
     * Merges one contact into another: links move, SORT and primary with them, and the merged one
     * is deleted (contract 1.8).
     */
    public void mergeContacts(long mergedId, long survivorId) {
      if (mergedId == survivorId) {
        return;
      }
      changing(
          () -> {
            forEachDealWith(mergedId, position -> moveLink(position, mergedId, survivorId));
            insertContact(survivorId);
            removeContactRecord(mergedId);
          });
    }
  }

  private void dropContact(int position, long contactId) {
    List<LinkRow> left = new ArrayList<>(rowsAt(position));
    left.removeIf(row -> row.contactId() == contactId);
    replace(position, Author.THIRD_PARTY, left);
    if (records.deals().primaryContact(position) == contactId) {
      long smallest = left.stream().mapToLong(LinkRow::contactId).min().orElse(0);
      records.deals().setPrimaryContact(position, smallest);
    }
  }

  private void moveLink(int position, long mergedId, long survivorId) {
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

  private void forEachDealWith(long contactId, Consumer<Integer> work) {
    DealTable deals = records.deals();
    for (int i = 0; i < deals.ids().size(); i++) {
      if (PackedLinks.contains(deals.links(i), contactId)) {
        work.accept(i);
      }
    }
  }

  private void removeContactRecord(long contactId) {
    int position = records.contacts().find(contactId);
    if (position >= 0) {
      records.contacts().remove(position);
      records.contactCards().forget(contactId);
    }
  }

  private void insertContact(long contactId) {
    int found = records.contacts().find(contactId);
    if (found < 0) {
      records.contacts().insert(-found - 1, contactId);
    }
  }

  private <T> Optional<T> onDeal(long dealId, Function<Integer, T> work) {
    int position = records.deals().ids().find(dealId);
    return position < 0 ? Optional.empty() : Optional.of(work.apply(position));
  }

  private boolean applyIfAny(int position, Author author, Optional<LinkChange> change) {
    change.ifPresent(c -> apply(position, author, c));
    return change.isPresent();
  }

  private void apply(int position, Author author, LinkChange change) {
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

  private void replace(int position, Author author, Collection<LinkRow> rows) {
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

  private void recomputePrimary(int position) {
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

  private void bump(int position) {
    if (bumpsUpdatedTime) {
      records.deals().touch(position, now());
    }
  }

  private List<LinkRow> rowsAt(int position) {
    return PackedLinks.rows(records.deals().links(position));
  }

  private int positionOf(long dealId) {
    int position = records.deals().ids().find(dealId);
    if (position < 0) {
      throw new IllegalArgumentException("the sandbox has no deal " + dealId);
    }
    return position;
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static void requirePositive(long id) {
    if (id <= 0) {
      throw new IllegalArgumentException("ids are positive, not " + id);
    }
  }

  /** Loads many records at once; see {@link BulkLoader}. */
  public void load(Consumer<BulkLoader> work) {
    changing(
        () -> {
          BulkLoader loader = new BulkLoader(records, order, now());
          work.accept(loader);
          loader.finish();
          for (int i = 0; i < records.deals().ids().size(); i++) {
            recomputePrimary(i);
          }
        });
  }

  /** Replaces everything by what a file holds. */
  void restore(Consumer<Records> work) {
    changing(() -> work.accept(records));
  }
}
