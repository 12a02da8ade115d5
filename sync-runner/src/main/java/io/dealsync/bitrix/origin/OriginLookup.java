package io.dealsync.bitrix.origin;

import java.util.Collection;
import java.util.List;

/**
 * Finds deals and contacts by the ids they had in another system (contract 7). The portal does not
 * keep those unique: an id may be found more than once.
 *
 * <p>Every method throws {@link io.dealsync.portal.PortalFailure} when the portal does not let the
 * user list, or the run cannot go on.
 */
public interface OriginLookup {

  /**
   * Deals, recurring templates left out.
   *
   * @param originator the other system's name, ORIGINATOR_ID
   * @param origins ids there, ORIGIN_ID; letter case matters
   * @return every match, in the order of portal ids for each origin
   */
  List<OriginMatch> deals(String originator, Collection<String> origins);

  /** Contacts; as {@link #deals}. */
  List<OriginMatch> contacts(String originator, Collection<String> origins);
}
