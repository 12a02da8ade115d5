package io.dealsync.desired;

import io.dealsync.link.LinkSet;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A managed deal as the local database has it: what is wanted, and what both sides last agreed on.
 *
 * @param deal the deal's Bitrix24 id
 * @param mode how it is treated
 * @param policy the deal's own policy; empty means the portal's default
 * @param desired the wanted links
 * @param base what both sides last agreed on; empty at first sight
 * @param edit the id of the latest edit of its desired side since base; empty when there was none
 * @param held whether a hold is in force
 * @param readAt when the deal was last read one by one, or first agreed on by the portal's list
 */
public record MirrorDeal(
    long deal,
    Mode mode,
    Optional<Policy> policy,
    LinkSet desired,
    Optional<LinkSet> base,
    OptionalLong edit,
    boolean held,
    Optional<Instant> readAt) {

  /** A deal that was never read. */
  public MirrorDeal(
      long deal,
      Mode mode,
      Optional<Policy> policy,
      LinkSet desired,
      Optional<LinkSet> base,
      OptionalLong edit,
      boolean held) {
    this(deal, mode, policy, desired, base, edit, held, Optional.empty());
  }
}
