package io.dealsync.bitrix;

import io.dealsync.bitrix.auth.Authentication;
import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.batch.BatchChannel;
import io.dealsync.bitrix.batch.CommandGroup;
import io.dealsync.bitrix.batch.Handshake;
import io.dealsync.bitrix.link.LinkReader;
import io.dealsync.bitrix.link.LinkWriter;
import io.dealsync.bitrix.list.DealList;
import io.dealsync.bitrix.list.ExistingIdFinder;
import io.dealsync.bitrix.list.ListDealCatalog;
import io.dealsync.bitrix.list.ListSender;
import io.dealsync.bitrix.list.PiggybackLookup;
import io.dealsync.bitrix.list.RowLimit;
import io.dealsync.bitrix.origin.ListOriginLookup;
import io.dealsync.bitrix.origin.OriginLookup;
import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.rest.Caller;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Change;
import io.dealsync.portal.Answers;
import io.dealsync.portal.DealCatalog;
import io.dealsync.portal.ExistingIds;
import io.dealsync.portal.Listing;
import io.dealsync.portal.Portal;
import io.dealsync.portal.Questions;
import io.dealsync.portal.ReadBack;
import io.dealsync.portal.SendGate;
import io.dealsync.portal.Traffic;
import io.dealsync.portal.WriteRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
  private final Handshake handshake;
  private final RowLimit rowLimit;
  private final BatchChannel line;

  private BitrixPortal(RestClient rest, Handshake handshake, RowLimit rowLimit, Priority priority) {
    this(rest, handshake, rowLimit, new BatchChannel(rest, new Caller(priority), handshake));
  }

  private BitrixPortal(RestClient rest, Handshake handshake, RowLimit rowLimit, BatchChannel line) {
    this.rest = rest;
    this.handshake = handshake;
    this.rowLimit = rowLimit;
    this.line = line;
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
    RestClient rest = new RestClient(authentication, settings, listener, time, random);
    return new BitrixPortal(rest, new Handshake(rest), new RowLimit(), Priority.BULK);
  }

  /** The same portal for someone who waits: served before bulk work, with traffic of its own. */
  public BitrixPortal interactive() {
    return new BitrixPortal(rest, handshake, rowLimit, Priority.INTERACTIVE);
  }

  @Override
  public BitrixPortal until(BooleanSupplier dropped) {
    return new BitrixPortal(rest, handshake, rowLimit, line.until(dropped));
  }

  @Override
  public Map<Long, Observation> read(Collection<Long> deals) {
    LinkReader reading = new LinkReader(deals);
    line.read(reading.units());
    return reading.observations(line);
  }

  @Override
  public Answers ask(Questions questions) {
    LinkReader reading = new LinkReader(questions.read());
    PiggybackLookup lookUp = new PiggybackLookup(questions.sought());
    List<CommandGroup> riders = new ArrayList<>(lookUp.units());
    riders.addAll(reading.units());
    Listing listing = listing(line.carrying(riders), questions.listed());
    return new Answers(listing, reading.observations(line), lookUp.found());
  }

  @Override
  public ExistingIds existing(Collection<Long> deals, Collection<Long> contacts) {
    return new ExistingIdFinder(line).existing(deals, contacts);
  }

  private Listing listing(BatchChannel way, Collection<Long> deals) {
    if (deals.isEmpty()) {
      way.read(List.of());
      return new Listing.Listed(Map.of());
    }
    return new DealList(new ListSender(way), rowLimit).list(deals);
  }

  /** Finds deals whose ids are not known. */
  public DealCatalog dealCatalog() {
    return new ListDealCatalog(host(), new ListSender(line));
  }

  /** Finds deals and contacts by their ids in another system. */
  public OriginLookup originLookup() {
    return new ListOriginLookup(new ListSender(line), line.rest().portal());
  }

  @Override
  public WriteRound write(
      List<Change> changes, Duration goodFor, SendGate departure, ReadBack readBack) {
    return new LinkWriter(line, goodFor, departure, readBack).write(changes);
  }

  /** Travels with the first reading of a connection; alone only if there was none. */
  @Override
  public void handshake() {
    line.greet();
  }

  @Override
  public Traffic traffic() {
    return line.caller().traffic();
  }

  /** How full the portal's bucket is at worst; to be kept for the next process. */
  public BucketLevel bucketLevel() {
    return rest.level();
  }

  /** How long the portal's limits hold up a request now, if they do. */
  public Optional<Duration> pause() {
    return rest.pause();
  }

  /** The least time that so many further requests need from now on. */
  public Duration timeFor(long requests) {
    return rest.timeFor(requests);
  }

  /** The portal's host, as it is now. */
  public String host() {
    return rest.portal();
  }

  /** Where the portal is, when that is not where it is configured to be. */
  public Optional<Relocation> relocation() {
    return rest.relocation();
  }

  /** Ends what is under way. Closing one closes all that share the connection. */
  @Override
  public void close() {
    rest.close();
  }
}
