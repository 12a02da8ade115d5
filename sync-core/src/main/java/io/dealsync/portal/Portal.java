package io.dealsync.portal;

import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The portal as the story needs it. Calls are bulk: the adapter packs them into requests, keeps the
 * portal's limits and retries what may be retried. Port; implemented by the Bitrix24 client.
 *
 * <p>Every method throws {@link PortalFailure} when the run cannot go on, except {@link #write},
 * which reports it beside the results it has.
 */
public interface Portal {

  /**
   * Reads the links of deals one by one ({@code crm.deal.contact.items.get}).
   *
   * @return an observation for every id that was asked for
   */
  Map<Long, Observation> read(Collection<Long> deals);

  /** Asks for several things in the same requests. */
  Answers ask(Questions questions);

  /** Looks for deals and contacts in the portal's lists, in the same requests. */
  ExistingIds existing(Collection<Long> deals, Collection<Long> contacts);

  /** Looks for deals in the portal's list. */
  default ExistingIds existingDeals(Collection<Long> deals) {
    return existing(deals, Set.of());
  }

  /** Looks for contacts in the portal's list. */
  default Set<Long> existingContacts(Collection<Long> contacts) {
    return existing(Set.of(), contacts).contacts();
  }

  /**
   * Carries out changes. A call that overwrites travels behind a reading of its deal in the same
   * request, so that what it overwrote is known.
   *
   * @param changes at most one per deal, their intents already committed
   * @param goodFor how long after its observation a change may leave at the latest; one that had to
   *     wait longer is {@link WriteResult.Overdue}
   * @param departure is asked before each batch leaves; after its first objection nothing leaves
   *     any more, and what stayed here is {@link WriteResult.NotSent}
   * @param readBack which deals are read behind their calls, in the same request
   */
  WriteRound write(List<Change> changes, Duration goodFor, SendGate departure, ReadBack readBack);

  /** As above, with every deal read back. */
  default WriteRound write(List<Change> changes, Duration goodFor, SendGate departure) {
    return write(changes, goodFor, departure, ReadBack.ALWAYS);
  }

  /**
   * Asks for the link's field list: proves address, secret, scope, rights and contract. It travels
   * with the first reading, whichever that is; this sends it if nothing was read yet.
   */
  void handshake();

  /**
   * The same portal for work that may be dropped at any moment: once it is, whatever is read
   * through it ends with a {@link PortalFailure} of the kind {@code STOPPED}, also what is under
   * way. Writes that have left come to their end nevertheless; those that still wait for the
   * portal's limits do not leave.
   */
  Portal until(BooleanSupplier dropped);

  /** What was sent so far through this object and through those that it gave. */
  Traffic traffic();
}
