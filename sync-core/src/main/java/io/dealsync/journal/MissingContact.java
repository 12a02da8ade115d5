package io.dealsync.journal;

import java.util.List;

/**
 * A contact that the portal does not have, with every deal that a run held for want of it.
 *
 * @param deals by id
 */
public record MissingContact(long contact, List<Long> deals) {

  public MissingContact {
    deals = List.copyOf(deals);
  }
}
