package io.dealsync.link;

/**
 * One contact linked to a deal.
 *
 * @param contact the contact's Bitrix24 id, positive
 * @param sort the SORT value as stored by the portal; may be zero or negative on a portal
 * @param primary whether the link is flagged as the deal's primary contact
 */
public record Link(long contact, int sort, boolean primary) {

  public Link {
    if (contact <= 0) {
      throw new IllegalArgumentException("A contact id is positive, but was " + contact);
    }
  }

  public Link asPrimary(boolean flag) {
    return flag == primary ? this : new Link(contact, sort, flag);
  }
}
