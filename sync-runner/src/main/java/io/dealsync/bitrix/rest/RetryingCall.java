package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.Endpoint;
import io.dealsync.bitrix.auth.Tokens;
import io.dealsync.bitrix.http.HttpOutcome;
import io.dealsync.bitrix.pace.Permit;
import io.dealsync.bitrix.wire.Envelope;
import io.dealsync.bitrix.wire.EnvelopeReader;
import io.dealsync.bitrix.wire.ErrorAction;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.PortalError;
import io.dealsync.portal.PortalFailure.Kind;
import io.dealsync.text.ForeignText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.core.JsonGenerator;

/**
 * One call from the first attempt to its end. Whatever it throws for a call that changes something,
 * that call had no effect: as soon as it may have had one, the end is {@link Reply.Unknown}.
 */
final class RetryingCall<T> {

  private static final byte[] NO_PARAMETERS = {'{', '}'};
  private static final int MOST_HOPS = 3;
  private static final int QUOTED = 80;
  private static final int MOST_REJECTIONS = 20;
  private static final int MOST_EXHAUSTIONS = 12;
  private static final int MOST_RENEWALS = 2;

  private static final String NO_PORTAL =
      "%s does not answer like a Bitrix24 portal: %s. Check the address.";
  private static final String NO_USABLE_ANSWER =
      "%s gave no usable answer: %s. Nothing is lost, run again.";

  /** A call that must not leave late is not kept waiting to the last moment. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private final RestClient client;
  private final Call<T> call;
  private final Caller caller;
  private Endpoint endpoint;
  private int failures;
  private int hops;
  private int rejections;
  private int exhaustions;
  private int renewals;

  RetryingCall(RestClient client, Call<T> call, Caller caller) {
    this.client = client;
    this.call = call;
    this.caller = caller;
    this.endpoint = client.session.endpoint();
  }

  Reply<T> hold() {
    try {
      Optional<Reply<T>> reply;
      do {
        reply = attempt();
      } while (reply.isEmpty());
      return reply.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw client.failure(
          Kind.STOPPED, "Stopped while waiting for %s.".formatted(client.portal()));
    }
  }

  private Optional<Reply<T>> attempt() throws InterruptedException {
    awaitBudget();
    Permit permit = client.pacer.acquire(caller.priority());
    if (permit.waited().toMillis() > 0) {
      client.listener.waited(permit.waited());
    }
    endpoint = client.session.endpoint();
    Optional<Tokens> tokens = client.session.tokens();
    URI address = endpoint.method(call.method());
    Instant askedAt = client.time.now();
    return switch (exchange(permit, address, tokens)) {
      case HttpOutcome.Answered answered -> answered(permit, answered, askedAt, tokens);
      case HttpOutcome.Moved moved -> {
        permit.answered();
        yield moved(address, moved);
      }
      case HttpOutcome.NeverLeft unsent -> {
        permit.neverArrived();
        yield again(
            unsent.why(),
            Duration.ZERO,
            "%s cannot be reached: %s. Nothing is lost; check the address or run again later.",
            Kind.UNREACHABLE);
      }
      case HttpOutcome.Barred barred -> {
        permit.neverArrived();
        throw client.failure(
            Kind.CONFIGURATION,
            "%s cannot be reached: %s.".formatted(client.portal(), barred.why()));
      }
      case HttpOutcome.Broken broken -> {
        permit.answered();
        yield unclear(broken.why(), Duration.ZERO, Kind.UNREACHABLE);
      }
      case HttpOutcome.Overdue ignored -> {
        permit.neverArrived();
        yield Optional.of(new Reply.Overdue<>());
      }
      case HttpOutcome.Withheld withheld -> {
        permit.neverArrived();
        throw client.failure(Kind.STOPPED, withheld.why());
      }
    };
  }

  private void awaitBudget() throws InterruptedException {
    long now = client.time.nanos();
    Duration pause =
        call.notAfter()
            .map(last -> Duration.between(client.time.now(), last.minus(LEAVING)))
            .map(spread -> client.budget.pauseBefore(call.billed(), spread, now))
            .orElseGet(() -> client.budget.pauseBefore(call.billed(), now));
    if (pause.toMillis() > 0) {
      client.listener.slowedDown(call.method(), pause);
      client.limits.sleep(pause);
    }
  }

  private HttpOutcome exchange(Permit permit, URI address, Optional<Tokens> tokens)
      throws InterruptedException {
    boolean ended = false;
    try {
      HttpOutcome exchange = inSlot(address, tokens);
      ended = true;
      return exchange;
    } finally {
      if (!ended) {
        permit.answered();
      }
    }
  }

  private HttpOutcome inSlot(URI address, Optional<Tokens> tokens) throws InterruptedException {
    client.slots.acquire();
    try {
      if (call.isTooLate(client.time.now())) {
        return new HttpOutcome.Overdue();
      }
      // In a thread of its own: an interruption must not break the connection that is asked.
      Optional<String> obstacle =
          call.patience().repeatable() ? Optional.empty() : shielded(call.departure()::obstacle);
      if (obstacle.isPresent()) {
        return new HttpOutcome.Withheld(obstacle.get());
      }
      if (call.isTooLate(client.time.now())) {
        return new HttpOutcome.Overdue();
      }
      long start = client.time.nanos();
      HttpOutcome exchange = post(address, tokens);
      count(exchange, Duration.ofNanos(client.time.nanos() - start));
      return exchange;
    } finally {
      client.slots.release();
    }
  }

  /** An interruption keeps a write from leaving; one that has left comes to its end. */
  private HttpOutcome post(URI address, Optional<Tokens> tokens) throws InterruptedException {
    byte[] body = Json.write(generator -> body(generator, tokens));
    return call.patience().repeatable()
        ? client.transport.postJson(address, body)
        : shielded(() -> client.transport.postJson(address, body));
  }

  private void body(JsonGenerator generator, Optional<Tokens> tokens) {
    generator.writeStartObject();
    tokens.ifPresent(pair -> generator.writeStringProperty("auth", pair.access()));
    call.parameters().accept(generator);
    generator.writeEndObject();
  }

  private void count(HttpOutcome exchange, Duration took) {
    int status =
        switch (exchange) {
          case HttpOutcome.Answered answered -> answered.status();
          case HttpOutcome.Moved moved -> moved.status();
          case HttpOutcome.NeverLeft ignored -> 0;
          case HttpOutcome.Barred ignored -> 0;
          case HttpOutcome.Broken ignored -> 0;
          case HttpOutcome.Overdue ignored -> 0;
          case HttpOutcome.Withheld ignored -> 0;
        };
    if (!(exchange instanceof HttpOutcome.NeverLeft || exchange instanceof HttpOutcome.Barred)) {
      caller.countRequest();
    }
    client.listener.requested(call.method(), status, took);
  }

  private Optional<Reply<T>> answered(
      Permit permit, HttpOutcome.Answered answer, Instant askedAt, Optional<Tokens> tokens)
      throws InterruptedException {
    Envelope<T> envelope = EnvelopeReader.read(answer.status(), answer.body(), call.reader());
    if (envelope instanceof Envelope.Fault<T> fault
        && fault.error().reaction() instanceof ErrorAction.SlowDown) {
      permit.rejected(answer.retryAfter());
      return rejected();
    }
    permit.answered();
    return switch (envelope) {
      case Envelope.Success<T> success -> {
        succeeded(success);
        yield Optional.of(new Reply.Result<>(success.result(), askedAt));
      }
      case Envelope.Fault<T> fault -> {
        prove();
        yield faulty(
            fault.error().masked(client.session.secrets()::masked), answer.retryAfter(), tokens);
      }
      case Envelope.Garbled<T> garbled ->
          unclear(
              "HTTP %d with %s%s".formatted(answer.status(), garbled.why(), quoted(garbled)),
              answer.retryAfter(),
              client.session.hasAnswered() || answer.status() >= 500
                  ? Kind.UNREACHABLE
                  : Kind.CONFIGURATION);
    };
  }

  /** What a page says, so that one sees who answers; a secret in it is masked before it is cut. */
  private String quoted(Envelope.Garbled<T> garbled) {
    String words = client.quoted(garbled.page(), QUOTED);
    return words.isEmpty() ? "" : " (“%s”)".formatted(words);
  }

  private void prove() {
    if (client.session.prove()) {
      client.listener.answered(client.session.endpoint().origin());
    }
  }

  private void succeeded(Envelope.Success<T> success) {
    prove();
    client
        .session
        .confirm(endpoint)
        .ifPresent(
            found -> {
              client.listener.renamed(found.configuredHost(), found.host());
              client.listener.settled(found);
            });
    client.budget.passed(call.method());
    success
        .working()
        .ifPresent(
            used -> {
              client.budget.used(
                  call.method(), used.seconds(), used.untilReset(), client.time.nanos());
              client.listener.worked(call.method(), used.seconds());
            });
  }

  private Optional<Reply<T>> faulty(PortalError error, Duration retryAfter, Optional<Tokens> tokens)
      throws InterruptedException {
    return switch (error.reaction()) {
      case ErrorAction.Accept ignored -> Optional.of(new Reply.Refused<>(error));
      case ErrorAction.StopRun stop -> throw client.failure(stop, error);
      case ErrorAction.RetrySoon ignored -> unclear(error.toString(), retryAfter, Kind.UNREACHABLE);
      case ErrorAction.SlowDown ignored -> rejected();
      case ErrorAction.AwaitBudget ignored -> exhausted(error);
      case ErrorAction.RenewToken ignored -> renew(tokens, error);
    };
  }

  /** The pacer now waits by itself. */
  private Optional<Reply<T>> rejected() {
    prove();
    caller.countRejection();
    rejections++;
    if (rejections > MOST_REJECTIONS) {
      throw client.failure(
          Kind.UNREACHABLE,
          "%s refused the request %d times because others use up its rate limit. Run again later."
              .formatted(client.portal(), rejections));
    }
    return Optional.empty();
  }

  /** The budget now waits by itself. */
  private Optional<Reply<T>> exhausted(PortalError error) {
    exhaustions++;
    if (exhaustions > MOST_EXHAUSTIONS) {
      throw client.failure(
          Kind.UNREACHABLE,
          "%s still refuses %s after %d waits (%s). Run again later."
              .formatted(client.portal(), call.method(), MOST_EXHAUSTIONS, error));
    }
    client.exhausted(call.method());
    return Optional.empty();
  }

  private Optional<Reply<T>> renew(Optional<Tokens> tokens, PortalError error)
      throws InterruptedException {
    renewals++;
    if (renewals > MOST_RENEWALS || tokens.isEmpty()) {
      throw client.failure(
          new ErrorAction.StopRun(Kind.CONFIGURATION, "%s does not accept the authorisation."),
          error);
    }
    // Without the new tokens, for which the old ones are given up, there would be none.
    Optional<URI> elsewhere =
        shielded(() -> client.session.renew(tokens.get(), client.tokenEndpoint));
    if (elsewhere.isPresent()) {
      go(endpoint, elsewhere.get());
    }
    return Optional.empty();
  }

  /** Does work to its end; an interruption is noticed by what comes after it. */
  private static <R> R shielded(Callable<R> work) {
    try {
      return CompletableFuture.supplyAsync(() -> done(work), Thread::startVirtualThread).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private static <R> R done(Callable<R> work) {
    try {
      return work.call();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  /** The portal goes on being called where it was known to be unless another place is proven. */
  private void go(Endpoint from, URI claimed) throws InterruptedException {
    PortalProof.Verdict verdict =
        from.movedTo(claimed).isPresent()
            ? new PortalProof(this::knock).of(from.movedTo(claimed).get())
            : new PortalProof.Verdict.SomethingElse(from, "it is no address for a token");
    if (verdict instanceof PortalProof.Verdict.Portal found) {
      client.session.move(from, found.endpoint());
    } else {
      client.listener.unproven(from.portal(), String.valueOf(claimed.getHost()));
    }
  }

  private Optional<Reply<T>> moved(URI asked, HttpOutcome.Moved moved) throws InterruptedException {
    if (!client.session.endpoint().equals(endpoint)) {
      return Optional.empty();
    }
    Optional<Endpoint> target = endpoint.movedTo(asked, moved.location());
    if (target.isEmpty()) {
      return misled(
          "it redirects to %s (HTTP %d)"
              .formatted(host(asked.resolve(moved.location())), moved.status()));
    }
    if (hops == MOST_HOPS) {
      throw client.failure(
          Kind.CONFIGURATION,
          "%s redirects from address to address. Configure the right one."
              .formatted(client.portal()));
    }
    return switch (new PortalProof(this::knock).of(target.get())) {
      case PortalProof.Verdict.Portal found -> {
        hops++;
        client.session.move(endpoint, found.endpoint());
        yield Optional.empty();
      }
      case PortalProof.Verdict.SomethingElse other ->
          misled(
              "it redirects to %s, where no portal answers (%s)"
                  .formatted(other.endpoint().portal(), other.why()));
      case PortalProof.Verdict.Silent silent ->
          again(
              "it redirects to %s, and there %s"
                  .formatted(silent.endpoint().portal(), silent.why()),
              Duration.ZERO,
              "%s cannot be reached: %s. Nothing is lost; check the address or run again later.",
              Kind.UNREACHABLE);
    };
  }

  private Optional<Reply<T>> misled(String why) throws InterruptedException {
    return again(
        why,
        Duration.ZERO,
        client.session.hasAnswered() ? NO_USABLE_ANSWER : NO_PORTAL,
        client.session.hasAnswered() ? Kind.UNREACHABLE : Kind.CONFIGURATION);
  }

  private static String host(URI address) {
    return address.getHost() == null
        ? "no address of the web"
        : "%s://%s".formatted(address.getScheme(), address.getRawAuthority());
  }

  /** Asks an address without any secret, within the rate limit as everything else. */
  private HttpOutcome knock(URI address) throws InterruptedException {
    Permit permit = client.pacer.acquire(caller.priority());
    try {
      long start = client.time.nanos();
      HttpOutcome exchange = client.transport.postJson(address, NO_PARAMETERS);
      count(exchange, Duration.ofNanos(client.time.nanos() - start));
      return exchange;
    } finally {
      permit.answered();
    }
  }

  private Optional<Reply<T>> unclear(String why, Duration retryAfter, Kind kind)
      throws InterruptedException {
    RetryPolicy patience = call.patience();
    boolean patienceEnds = !patience.repeatable() || failures + 1 >= patience.attempts();
    if (patience.toldWhenUnclear() && patienceEnds) {
      return Optional.of(new Reply.Unknown<>(client.quoted(why, ForeignText.SENTENCE)));
    }
    return again(why, retryAfter, kind == Kind.CONFIGURATION ? NO_PORTAL : NO_USABLE_ANSWER, kind);
  }

  /** Sends once more after a wait, unless that was tried often enough. */
  private Optional<Reply<T>> again(String reason, Duration atLeast, String sentence, Kind kind)
      throws InterruptedException {
    String why = client.quoted(reason, ForeignText.SENTENCE);
    failures++;
    if (failures >= call.patience().attempts()) {
      throw client.failure(kind, sentence.formatted(client.portal(), why));
    }
    Duration backoff = client.settings.backoff().after(failures, client.random);
    Duration wait = backoff.compareTo(atLeast) > 0 ? backoff : atLeast;
    client.listener.retrying(call.method(), why, wait);
    client.time.sleep(wait);
    return Optional.empty();
  }
}
