package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.Authentication;
import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.auth.TokenEndpoint;
import io.dealsync.bitrix.http.Transport;
import io.dealsync.bitrix.http.UserAgent;
import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.bitrix.pace.Exhaustion;
import io.dealsync.bitrix.pace.OperatingBudget;
import io.dealsync.bitrix.pace.Pacer;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.pace.WatchedTime;
import io.dealsync.bitrix.wire.BatchAnswer;
import io.dealsync.bitrix.wire.BatchDecoder;
import io.dealsync.bitrix.wire.BatchEncoder;
import io.dealsync.bitrix.wire.Command;
import io.dealsync.bitrix.wire.CommandOutcome;
import io.dealsync.bitrix.wire.ErrorAction;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * The one way to a portal: paces requests, retries what may be retried, follows the portal when it
 * moves, renews tokens. Thread-safe.
 */
public final class RestClient implements AutoCloseable {

  private static final String BATCH = "batch";

  final PortalSession session;
  final Transport transport;
  final Pacer pacer;
  final OperatingBudget budget;
  final Semaphore slots;
  final TokenEndpoint tokenEndpoint;
  final TrafficListener listener;
  final RestSettings settings;
  final Time time;

  /** The same time, where it is the portal's limits that are waited for. */
  final WatchedTime limits;

  final RandomGenerator random;

  /**
   * @param random spreads retries
   */
  public RestClient(
      Authentication authentication,
      RestSettings settings,
      TrafficListener listener,
      Time time,
      RandomGenerator random) {
    this.session = new PortalSession(authentication, settings.found(), settings.known());
    this.transport =
        new Transport(
            settings.network(),
            settings.connectTimeout(),
            settings.exchangeTimeout(),
            UserAgent.TEXT);
    this.limits = new WatchedTime(time);
    this.pacer = new Pacer(settings.rate(), settings.level(), limits);
    this.budget = new OperatingBudget(settings.operatingLimit(), settings.slowFrom());
    this.slots = new Semaphore(settings.inFlight(), true);
    this.tokenEndpoint = new TokenEndpoint(transport, settings.backoff(), time, random);
    this.listener = listener;
    this.settings = settings;
    this.time = time;
    this.random = random;
    session.relocation().ifPresent(known -> listener.renamed(known.configuredHost(), known.host()));
  }

  /** How long the portal's limits hold up a request now, if they do. */
  public Optional<Duration> pause() {
    return limits.pause();
  }

  /**
   * Sends one call until it has an answer.
   *
   * @throws PortalFailure when there will be none; a call that changes something then certainly had
   *     no effect
   */
  public <T> Reply<T> call(Call<T> call, Caller caller) {
    return new RetryingCall<>(this, call, caller).hold();
  }

  /**
   * Sends commands as one batch.
   *
   * @param notAfter the last moment at which it may leave, if there is one
   * @param departure is asked immediately before it leaves
   * @return an outcome for each of the commands, or what became of the batch as a whole
   * @throws PortalFailure as {@link #call}
   */
  public Reply<BatchAnswer> batch(
      List<Command<?>> commands,
      RetryPolicy patience,
      Optional<Instant> notAfter,
      SendGate departure,
      Caller caller) {
    BatchEncoder.check(commands);
    Set<String> billed = new TreeSet<>(Set.of(BATCH));
    commands.forEach(command -> billed.add(command.method()));
    return call(
        new Call<>(
            BATCH,
            billed,
            generator -> BatchEncoder.write(commands, generator),
            parser ->
                accounted(
                    commands, new BatchDecoder(commands, session.secrets()::masked).read(parser)),
            patience,
            notAfter,
            departure),
        caller);
  }

  private BatchAnswer accounted(List<Command<?>> commands, BatchAnswer answer) {
    long now = time.nanos();
    answer
        .working()
        .forEach(
            (method, used) -> {
              budget.used(method, used.seconds(), used.untilReset(), now);
              listener.worked(method, used.seconds());
            });
    commands.stream()
        .filter(command -> answer.outcome(command) instanceof CommandOutcome.Answered)
        .map(Command::method)
        .distinct()
        .forEach(budget::passed);
    return answer;
  }

  /** The portal refused single commands of a batch because requests come too fast. */
  public void rejectedInside(Caller caller) {
    caller.countRejection();
    pacer.rejectedInside(time.nanos());
  }

  /** The portal refuses a method, alone or inside a batch, because its working time is used up. */
  public void exhausted(String method) {
    Exhaustion exhaustion = budget.exhausted(method, time.nanos());
    if (exhaustion.reported()) {
      listener.slowedDown(method, exhaustion.pause());
    } else {
      listener.refused(method, exhaustion.pause());
    }
  }

  /** A failure of the whole portal in words. */
  public PortalFailure failure(ErrorAction.StopRun reason, PortalError error) {
    return failure(reason.kind(), "%s (%s)".formatted(reason.advice().formatted(portal()), error));
  }

  /** A failure of the whole portal in a sentence that may hold the portal's words. */
  public PortalFailure failure(PortalFailure.Kind kind, String sentence) {
    return session.secrets().failure(kind, sentence);
  }

  /**
   * The portal's words as a single line without secrets.
   *
   * @param most how many characters of it are kept
   */
  public String quoted(String words, int most) {
    return session.secrets().quoted(words, most);
  }

  /** The portal as people call it. */
  public String portal() {
    return session.portal();
  }

  /** Where the portal is, when that is not where it is configured to be. */
  public Optional<Relocation> relocation() {
    return session.relocation();
  }

  /** Whether something that is certainly a portal has answered. */
  public boolean isProven() {
    return session.proven();
  }

  /** The time by the clock that requests are sent by. */
  public Instant now() {
    return time.now();
  }

  /** Requests under way at a time, at most. */
  public int inFlight() {
    return settings.inFlight();
  }

  /** How full the portal's bucket is at worst; to be kept for the next process. */
  public BucketLevel level() {
    return pacer.level();
  }

  /** The least time that so many further requests need from now on. */
  public Duration timeFor(long requests) {
    return pacer.timeFor(requests);
  }

  @Override
  public void close() {
    transport.close();
  }
}
