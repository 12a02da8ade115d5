package io.dealsync.desired;

import io.dealsync.link.LinkSet;
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
 * @param standing what earlier runs left on it
 */
public record MirrorDeal(
    long deal,
    Mode mode,
    Optional<Policy> policy,
    LinkSet desired,
    Optional<LinkSet> base,
    OptionalLong edit,
    HoldState standing) {

  /** A deal of which only is known whether it is held. */
  public MirrorDeal(
      long deal,
      Mode mode,
      Optional<Policy> policy,
      LinkSet desired,
      Optional<LinkSet> base,
      OptionalLong edit,
      boolean held) {
    this(deal, mode, policy, desired, base, edit, held ? HoldState.HELD : HoldState.NONE);
  }

  /** Whether people took out links that both sides had agreed on. */
  public boolean losesLinks() {
    return mode == Mode.MIRROR
        && edit.isPresent()
        && base.filter(agreed -> !agreed.minus(desired).isEmpty()).isPresent();
  }

  /** Whether a hold is in force. */
  public boolean held() {
    return standing.held();
  }
}
