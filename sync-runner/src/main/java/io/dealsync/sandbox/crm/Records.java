package io.dealsync.sandbox.crm;

import java.util.HashSet;
import java.util.Set;

/**
 * The portal's tables. Only to be touched inside {@link PortalState#reading} or by {@link
 * PortalState} itself.
 */
public final class Records {

  private final DealTable deals = new DealTable();
  private final SortedIds contacts = new SortedIds();
  private final SortedIds companies = new SortedIds();
  private final Cards dealCards = new Cards("Deal");
  private final Cards contactCards = new Cards("Contact");
  private final Cards companyCards = new Cards("Company");
  private long multiFields;
  private final Set<Long> unreadableDeals = new HashSet<>();
  private final Set<Long> readOnlyDeals = new HashSet<>();
  private final Set<Long> unreadableContacts = new HashSet<>();

  public DealTable deals() {
    return deals;
  }

  public SortedIds contacts() {
    return contacts;
  }

  public Cards dealCards() {
    return dealCards;
  }

  public Cards contactCards() {
    return contactCards;
  }

  public SortedIds companies() {
    return companies;
  }

  public Cards companyCards() {
    return companyCards;
  }

  /** The number that the portal gives to the next telephone number, address and so on. */
  long nextMultiField() {
    return ++multiFields;
  }

  /** How many such numbers were given away. */
  long multiFields() {
    return multiFields;
  }

  void multiFields(long given) {
    multiFields = given;
  }

  /** Deals the calling user may not see at all. */
  public Set<Long> unreadableDeals() {
    return unreadableDeals;
  }

  /** Deals the calling user may see but not change. */
  public Set<Long> readOnlyDeals() {
    return readOnlyDeals;
  }

  /** Contacts the calling user may not see. */
  public Set<Long> unreadableContacts() {
    return unreadableContacts;
  }
}
