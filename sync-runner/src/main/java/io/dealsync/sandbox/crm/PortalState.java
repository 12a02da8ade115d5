package io.dealsync.sandbox.crm;

import io.dealsync.sandbox.crm.LinkWrite.Author;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private final LinkStore store;
  private final Records records;
  private final AtomicLong version = new AtomicLong();

  /**
   * An empty portal.
   *
   * @param order how {@code items.get} orders rows
   * @param bumpsUpdatedTime whether link writes change the deal's {@code updatedTime} (contract 2)
   */
  public PortalState(InstantSource clock, Comparator<LinkRow> order, boolean bumpsUpdatedTime) {
    this.store = new LinkStore(clock, order, bumpsUpdatedTime);
    this.records = store.records();
  }

  /** Reports every later change of a deal's rows, inside the write; listeners must be quick. */
  public void onWrite(Consumer<LinkWrite> listener) {
    store.onWrite(listener);
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

  <T extends @Nullable Object> T writing(Supplier<T> work) {
    lock.writeLock().lock();
    try {
      version.incrementAndGet();
      return work.get();
    } finally {
      lock.writeLock().unlock();
    }
  }

  void changing(Runnable work) {
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
    changing(() -> store.seed(dealId, rows));
  }

  /** Gives an existing deal a title and an origin. */
  public void describeDeal(long dealId, Card card) {
    changing(() -> records.dealCards().put(dealId, card));
  }

  /** Sets the deal's {@code updatedTime}, in unix seconds. */
  public void touchDeal(long dealId, long epochSecond) {
    changing(() -> records.deals().touch(store.positionOf(dealId), epochSecond));
  }

  /** Creates a contact. */
  public void putContact(long contactId) {
    requirePositive(contactId);
    changing(() -> store.insertContact(contactId));
  }

  /** Creates a contact with a name and an origin. */
  public void putContact(long contactId, Card card) {
    requirePositive(contactId);
    changing(
        () -> {
          store.insertContact(contactId);
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
    return reading(r -> r.deals().primaryContact(store.positionOf(dealId)));
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
        () ->
            store.onDeal(
                dealId,
                p -> store.applyIfAny(p, Author.REST, LinkRules.add(store.rowsAt(p), entry))));
  }

  /** {@code crm.deal.contact.delete}: whether the contact was unlinked now. */
  public Optional<Boolean> restDelete(long dealId, long contactId) {
    return writing(
        () ->
            store.onDeal(
                dealId,
                p ->
                    store.applyIfAny(
                        p, Author.REST, LinkRules.delete(store.rowsAt(p), contactId))));
  }

  /** {@code crm.deal.contact.items.set}; null entries are unusable ones (contract 1.6). */
  public Optional<Boolean> restSet(long dealId, List<@Nullable LinkEntry> items) {
    return writing(
        () ->
            store.onDeal(
                dealId,
                p -> {
                  store.apply(p, Author.REST, LinkRules.set(store.rowsAt(p), items));
                  return true;
                }));
  }

  /** The first half of {@code items.set}: what is not wanted is unlinked (contract 1.6). */
  public void restUnbind(long dealId, List<@Nullable LinkEntry> items) {
    writing(
        () ->
            store.onDeal(
                dealId,
                p -> {
                  store.apply(p, Author.REST, LinkRules.set(store.rowsAt(p), items).unbinding());
                  return true;
                }));
  }

  /** {@code crm.deal.contact.items.delete}. */
  public Optional<Boolean> restClear(long dealId) {
    return writing(
        () ->
            store.onDeal(
                dealId,
                p -> {
                  store.replace(p, Author.REST, List.of());
                  records.deals().setPrimaryContact(p, 0);
                  store.bump(p);
                  return true;
                }));
  }

  /** Creates, changes and deletes whole records as REST does. */
  public RecordEditor editor() {
    return new RecordEditor(this, store);
  }

  /** Edits as someone else than the client does. */
  public ThirdParty asThirdParty() {
    return new ThirdParty(this, store);
  }

  private static void requirePositive(long id) {
    if (id <= 0) {
      throw new IllegalArgumentException("ids are positive, not " + id);
    }
  }

  /** Loads many records at once; see {@link BulkLoader}. */
  public void load(Consumer<BulkLoader> work) {
    changing(() -> store.load(work));
  }

  /** Replaces everything by what a file holds. */
  void restore(Consumer<Records> work) {
    changing(() -> work.accept(records));
  }
}
