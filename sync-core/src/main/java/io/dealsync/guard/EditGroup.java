package io.dealsync.guard;

import java.util.Comparator;

/**
 * Changes that carry out edits which were committed together, and are judged together: a bulk edit
 * that is refused does not keep other people's edits from the portal.
 *
 * @param transaction the transaction that made the latest edit of each of the deals
 * @param changes deals that would change
 * @param emptied those that would lose their last contact
 * @param removedLinks links that would be removed
 * @param refused whether it was refused before and waits
 */
public record EditGroup(
    long transaction, long changes, long emptied, long removedLinks, boolean refused) {

  /** What does least harm first; what does the same in order of the transactions. */
  static final Comparator<EditGroup> LEAST_HARM_FIRST =
      Comparator.comparingLong(EditGroup::emptied)
          .thenComparingLong(EditGroup::removedLinks)
          .thenComparingLong(EditGroup::changes)
          .thenComparingLong(EditGroup::transaction);
}
