package io.dealsync.sandbox.crm;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Takes many records in any order and puts them into the tables at the end; only valid inside
 * {@link PortalState#load}. A deal given twice keeps the later rows.
 */
public final class BulkLoader {

  private final Records records;
  private final Comparator<LinkRow> order;
  private final long now;
  private long[] dealIds = new long[1024];
  private long[][] dealLinks = new long[1024][];
  private int deals;
  private long[] contactIds = new long[1024];
  private int contacts;

  BulkLoader(Records records, Comparator<LinkRow> order, long now) {
    this.records = records;
    this.order = order;
    this.now = now;
  }

  /** A deal with its rows, stored as given. */
  public void deal(long id, Collection<LinkRow> rows) {
    if (deals == dealIds.length) {
      dealIds = Arrays.copyOf(dealIds, deals * 2);
      dealLinks = Arrays.copyOf(dealLinks, deals * 2);
    }
    dealIds[deals] = id;
    dealLinks[deals] = PackedLinks.of(rows, order);
    deals++;
  }

  /** A contact; one given twice is one. */
  public void contact(long id) {
    if (contacts == contactIds.length) {
      contactIds = Arrays.copyOf(contactIds, contacts * 2);
    }
    contactIds[contacts] = id;
    contacts++;
  }

  /** A company, in ascending order of ids. */
  public void company(long id) {
    records.companies().insert(records.companies().size(), id);
  }

  public void dealCard(long id, Card card) {
    records.dealCards().put(id, card);
  }

  public void contactCard(long id, Card card) {
    records.contactCards().put(id, card);
  }

  void finish() {
    records.contacts().addAll(contactIds, contacts);
    int[] ascending =
        isAscending()
            ? IntStream.range(0, deals).toArray()
            : IntStream.range(0, deals)
                .boxed()
                .sorted(Comparator.comparingLong(i -> dealIds[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    for (int i : ascending) {
      int position = records.deals().insert(dealIds[i], now);
      records.deals().setLinks(position, dealLinks[i]);
    }
  }

  private boolean isAscending() {
    for (int i = 1; i < deals; i++) {
      if (dealIds[i] <= dealIds[i - 1]) {
        return false;
      }
    }
    return true;
  }
}
