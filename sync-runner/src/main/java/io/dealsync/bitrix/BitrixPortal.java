package io.dealsync.bitrix;

import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.rest.Authentication;
import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.portal.DealCatalog;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Traffic;
import io.dealsync.portal.WriteRound;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * A Bitrix24 portal. Thread-safe; all that is derived from one connection shares its rate limit.
 *
 * <pre>{@code
 * try (BitrixPortal portal = BitrixPortal.connect(Webhook.parse(text), RestSettings.DEFAULT, NONE)) {
 *   portal.handshake();
 *   portal.read(List.of(1875L));
 * }
 * }</pre>
 */
public final class BitrixPortal implements Portal, AutoCloseable {

  private final RestClient rest;
  private final Caller caller;
  private final RowLimit rowLimit;
  private final AtomicBoolean shaken;

  private BitrixPortal(RestClient rest, Caller caller, RowLimit rowLimit, AtomicBoolean shaken) {
    this.rest = rest;
    this.caller = caller;
    this.rowLimit = rowLimit;
    this.shaken = shaken;
  }

  /** A portal for bulk work. Nothing is sent yet. */
  public static BitrixPortal connect(
      Authentication authentication, RestSettings settings, TrafficListener listener) {
    return connect(authentication, settings, listener, Time.SYSTEM, RandomGenerator.getDefault());
  }

  /**
   * As above, with time and chance from outside.
   *
   * @param random spreads retries
   */
  public static BitrixPortal connect(
      Authentication authentication,
      RestSettings settings,
      TrafficListener listener,
      Time time,
      RandomGenerator random) {
    return new BitrixPortal(
        new RestClient(authentication, settings, listener, time, random),
        new Caller(Priority.BULK),
        new RowLimit(),
        new AtomicBoolean());
  }

  /** The same portal for somebody who waits: served before bulk work, with traffic of its own. */
  public BitrixPortal interactive() {
    return new BitrixPortal(rest, new Caller(Priority.INTERACTIVE), rowLimit, shaken);
  }

  @Override
  public Map<Long, Observation> read(Collection<Long> deals) {
    return new Reading(rest, caller).read(deals);
  }

  @Override
  public Set<Long> existingDeals(Collection<Long> deals) {
    return existence().existing(EntityType.DEAL, deals);
  }

  @Override
  public Set<Long> existingContacts(Collection<Long> contacts) {
    return existence().existing(EntityType.CONTACT, contacts);
  }

  @Override
  public Listing list(Collection<Long> deals) {
    return new Listings(dealScan()).list(deals);
  }

  private Existence existence() {
    return new Existence(rest, new Lists(rest, caller));
  }

  /** The cheap look at many deals. */
  public DealScan dealScan() {
    return new ListDealScan(new Lists(rest, caller), rowLimit);
  }

  /** Finds deals whose ids are not known. */
  public DealCatalog dealCatalog() {
    return new ListDealCatalog(rest.portal(), new Lists(rest, caller));
  }

  /** Finds deals and contacts by their ids in another system. */
  public OriginLookup originLookup() {
    return new ListOriginLookup(new Lists(rest, caller));
  }

  @Override
  public WriteRound write(List<Change> changes) {
    return new Writing(rest, caller).write(changes);
  }

  /** Once a connection; what a portal grants does not change while we talk to it. */
  @Override
  public void handshake() {
    if (!shaken.get()) {
      new Handshake(rest, caller).shake();
      shaken.set(true);
    }
  }

  @Override
  public Traffic traffic() {
    return caller.traffic();
  }

  /** How full the portal's bucket is at worst; to be kept for the next process. */
  public BucketLevel bucketLevel() {
    return rest.level();
  }

  /** The least time that so many further requests need from now on. */
  public Duration timeFor(long requests) {
    return rest.timeFor(requests);
  }

  /** The portal's host, as it is now. */
  public String host() {
    return rest.portal();
  }

  /** Ends what is under way. Closing one closes all that share the connection. */
  @Override
  public void close() {
    rest.close();
  }
}
