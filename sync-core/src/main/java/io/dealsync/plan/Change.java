package io.dealsync.plan;

import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run wants to do to one deal.
 *
 * @param deal the deal's Bitrix24 id
 * @param mode how the deal is treated
 * @param policy who wins should the portal have moved before the change is applied
 * @param before the portal's rows when the change was decided
 * @param target what the portal shall have
 * @param method the call that gets it there; follows from before, target, mode and comparison
 * @param observedAt when {@code before} was read
 * @param edit the edit of the desired side that the target reflects; empty when unedited
 * @param adoption what the desired side learns from the portal once the change is verified
 */
public record Change(
    long deal,
    Mode mode,
    Policy policy,
    LinkImage before,
    LinkSet target,
    Method method,
    Instant observedAt,
    OptionalLong edit,
    Optional<Adoption> adoption) {

  /** A change from which the desired side learns nothing. */
  public Change(
      long deal,
      Mode mode,
      Policy policy,
      LinkImage before,
      LinkSet target,
      Method method,
      Instant observedAt,
      OptionalLong edit) {
    this(deal, mode, policy, before, target, method, observedAt, edit, Optional.empty());
  }

  /**
   * Whether a portal that has these rows stopped in the middle of the call: a full replace unlinks
   * what is not wanted, then links the rest, in separate statements (contract 1.6).
   */
  public boolean isHalfway(LinkImage now) {
    return method instanceof Method.ReplaceAll
        && !now.equals(before)
        && now.rows()
            .equals(before.rows().stream().filter(row -> target.contains(row.contact())).toList());
  }

  /**
   * Whether a portal that has these rows is between the two calls of a repair: the first leaves one
   * primary of several but, where SORT is compared, not the wanted values (contract 1.9, S10).
   */
  public boolean isHalfRepaired(LinkImage now) {
    return method instanceof Method.ReplaceAll
        && !before.wellFormed()
        && now.wellFormed()
        && now.canonical().sameOrder(target)
        && !now.canonical().equals(target);
  }

  /**
   * Whether own calls alone can have made these rows of the ones before, on the way to the target.
   */
  public boolean isOwnStep(LinkImage now) {
    return isHalfway(now) || isHalfRepaired(now);
  }

  /** What changes on either side, in countable parts. */
  public Delta delta() {
    Delta portal = Delta.between(before, target);
    boolean portalStays = method instanceof Method.Keep;
    return adoption.map(learned -> delta(portal, learned, portalStays)).orElse(portal);
  }

  /** A deal that is managed no more loses nothing: the portal has what it has. */
  private static Delta delta(Delta portal, Adoption learned, boolean portalStays) {
    return switch (learned.rebase()) {
      case Rebase.ToPortal ignored -> portal.with(learned, portalStays);
      case Rebase.Back ignored -> portal.with(learned, portalStays);
      case Rebase.Unmanaged ignored -> Delta.UNMANAGED;
    };
  }
}
