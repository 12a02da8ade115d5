package io.dealsync.desired;

import java.util.List;

/** Which of a portal's managed deals a run looks at. */
public sealed interface Selection {

  /** Every managed deal. */
  record All() implements Selection {}

  /**
   * Only deals whose desired side was edited since both sides last agreed, and since the deal was
   * last held: an edit that is held waits for a run over all deals, or for a newer edit.
   */
  record Edited() implements Selection {}

  /**
   * The named deals.
   *
   * @param deals Bitrix24 ids; those that are not managed are passed over
   */
  record Deals(List<Long> deals) implements Selection {
    public Deals {
      deals = deals.stream().sorted().distinct().toList();
    }
  }
}
