package io.dealsync.db.legacy;

import java.util.OptionalInt;

/**
 * A deal-contact link of another CRM, in its own ids.
 *
 * @param deal the deal's id there; not blank
 * @param contact the contact's id there; not blank
 * @param sort the contact's place in the deal, if the other CRM has an order
 * @param primary whether it is the deal's primary contact there
 * @param role the contact's role there; blank when it has none
 * @param skipReason why the link is left out on purpose; blank when it shall move
 */
public record LegacyLink(
    String deal,
    String contact,
    OptionalInt sort,
    boolean primary,
    String role,
    String skipReason) {

  public LegacyLink {
    if (deal.isBlank() || contact.isBlank()) {
      throw new IllegalArgumentException(
          "A link has a deal and a contact: " + deal + ", " + contact);
    }
  }

  /** Whether it shall move. */
  public boolean wanted() {
    return skipReason.isEmpty();
  }
}
