package io.dealsync.sandbox.rest;

import io.dealsync.sandbox.crm.PortalState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Answers decoded REST requests the way a Bitrix24 portal does: rate limit, method, access, scope,
 * operating time, the method itself, the envelope (contract 3, 4).
 */
public final class RestEngine {

  private final InstantSource clock;
  private final Set<Quirk> quirks;
  private final Limits limits;
  private final Access access;
  private final Counters counters = new Counters();
  private final LeakyBucket bucket;
  private final OperatingBudget budget;
  private final Dispatcher dispatcher;
  private final Failures failures;

  public RestEngine(
      PortalState state, Access access, Limits limits, Set<Quirk> quirks, InstantSource clock) {
    this.clock = clock;
    this.quirks = quirks.isEmpty() ? EnumSet.noneOf(Quirk.class) : EnumSet.copyOf(quirks);
    this.limits = limits;
    this.access = access;
    this.bucket = new LeakyBucket(limits, clock.instant());
    this.budget = new OperatingBudget(limits, !this.quirks.contains(Quirk.SELF_HOSTED));
    this.failures = new Failures(this.quirks);
    MethodTable methods = new MethodTable();
    new LinkMethods(state, access, this.quirks).register(methods);
    new ItemMethods(state, access, this.quirks).register(methods);
    LegacyListMethods lists = new LegacyListMethods(state, access, this.quirks);
    lists.register(methods);
    new RecordMethods(state, access, lists).register(methods);
    new FieldMethods().register(methods);
    new ServiceMethods(access, clock).register(methods);
    this.dispatcher = new Dispatcher(methods, access, budget, limits, counters, clock);
  }

  /** Creates the access rules of a portal with one webhook and one OAuth application. */
  public static Access access(
      String userId, String secret, String clientId, String clientSecret, InstantSource clock) {
    return new Access(userId, secret, new OAuthDesk(clientId, clientSecret, clock));
  }

  public Access access() {
    return access;
  }

  public Counters counters() {
    return counters;
  }

  /**
   * Answers one request.
   *
   * @throws CommandHook.BatchCut when {@code hook} cut the batch; what ran before it has happened
   */
  public RestReply handle(RestRequest request, CommandHook hook) {
    counters.request(clock.instant());
    try {
      return answer(request, hook);
    } catch (RestFailure failure) {
      return refuse(failure);
    }
  }

  /** Counts and answers a request that never got as far as a method. */
  public RestReply refuse(RestFailure failure) {
    counters.failedRequest(failure);
    return failures.reply(failure);
  }

  /** Counts a request that will be refused or lost by a fault before it is handled. */
  public void countRequest() {
    counters.request(clock.instant());
  }

  /** Fills the rate limit's queue as other applications on the same address do. */
  public void foreignRequests(int requests) {
    bucket.offerForeign(requests, clock.instant());
  }

  /** Requests queued at the moment, fractions included. */
  public double bucketLevel() {
    return bucket.level(clock.instant());
  }

  /** Blocks a method by {@code OPERATION_TIME_LIMIT} for a while. */
  public void blockMethod(String method, Duration time) {
    budget.block(method, clock.instant().plus(time));
  }

  private RestReply answer(RestRequest request, CommandHook hook) {
    Instant start = clock.instant();
    boolean admitted = bucket.offer(start);
    if (!admitted && !(request.isBatch() && quirks.contains(Quirk.QUERY_LIMIT_IN_BATCH))) {
      throw RestFailure.queryLimit();
    }
    dispatcher.requireKnown(request.method());
    access.check(request.credentials());
    Bytes body = new Bytes(request.isBatch() ? 16 * 1024 : 512);
    try (JsonGenerator json = Json.generator(body)) {
      json.writeStartObject();
      if (request.isBatch()) {
        writeBatch(request, admitted ? hook : RestEngine::refuseCommand, json, body);
      } else {
        writeSingle(request, hook, json);
      }
      Instant finish = clock.instant();
      json.writeName("time");
      new TimeBlock(start, finish, budget.usage(request.method(), finish))
          .write(json, quirks.contains(Quirk.WHOLE_SECONDS));
      json.writeEndObject();
    }
    return new RestReply(200, body);
  }

  private static void refuseCommand(int index, String method) {
    throw RestFailure.queryLimit();
  }

  private void writeSingle(RestRequest request, CommandHook hook, JsonGenerator json) {
    Answer answer = new Answer(json);
    json.writeName("result");
    dispatcher.single(request.method(), request.params(), hook, answer);
    answer.next().ifPresent(next -> json.writeNumberProperty("next", next));
    answer.total().ifPresent(total -> json.writeNumberProperty("total", total));
  }

  private void writeBatch(RestRequest request, CommandHook hook, JsonGenerator json, Bytes body) {
    dispatcher.requireBudget(Dispatcher.BATCH);
    BatchCall batch = new BatchCall(dispatcher, budget, counters, limits, quirks, clock, failures);
    batch.run(request.params(), hook);
    counters.command(Dispatcher.BATCH);
    json.writeName("result");
    batch.write(json, body);
  }
}
