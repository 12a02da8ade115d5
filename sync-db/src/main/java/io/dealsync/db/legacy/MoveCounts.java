package io.dealsync.db.legacy;

/**
 * What became of the deals of a source.
 *
 * @param moved deals that were moved now
 * @param movedBefore deals that had been moved before and have nothing new, or that someone has
 *     taken out since
 * @param unresolved deals that are left out because they have no Bitrix24 id
 * @param contactsUnresolved deals that are left out because a contact has no Bitrix24 id
 * @param rejected deals that are left out because a row of theirs was rejected
 * @param links desired links that were made
 * @param existing links that the desired side had already
 * @param united legacy links that became one link with another one, because their contacts are one
 *     in Bitrix24
 * @param joined deals that had other desired links before; those stay
 */
public record MoveCounts(
    long moved,
    long movedBefore,
    long unresolved,
    long contactsUnresolved,
    long rejected,
    long links,
    long existing,
    long united,
    long joined) {

  /** How many deals have links. */
  public long deals() {
    return moved + movedBefore + leftOut();
  }

  /** How many deals wait. */
  public long leftOut() {
    return unresolved + contactsUnresolved + rejected;
  }
}
