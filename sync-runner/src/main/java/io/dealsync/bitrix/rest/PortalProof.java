package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.Endpoint;
import io.dealsync.bitrix.http.HttpOutcome;
import io.dealsync.bitrix.wire.Envelope;
import io.dealsync.bitrix.wire.EnvelopeReader;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether a portal answers at an address, without showing it any secret: a call without
 * authorisation, to which a portal has an error of its own (contract 4.2).
 */
final class PortalProof {

  private static final int MOST_HOPS = 3;
  private static final String METHOD = "server.time";

  private static final Set<String> ERRORS_OF_A_PORTAL =
      Set.of(
          "NO_AUTH_FOUND",
          "ERROR_METHOD_NOT_FOUND",
          "INVALID_CREDENTIALS",
          "QUERY_LIMIT_EXCEEDED",
          "OVERLOAD_LIMIT");

  /** Sends a call without parameters and without authorisation. */
  interface Knock {
    HttpOutcome at(URI address) throws InterruptedException;
  }

  /** What the proof came to. */
  sealed interface Verdict {

    /** A portal answers there, or where that address points to in turn. */
    record Portal(Endpoint endpoint) implements Verdict {}

    /** Something else answers. */
    record SomethingElse(Endpoint endpoint, String why) implements Verdict {}

    /** Nothing answers clearly at present. */
    record Silent(Endpoint endpoint, String why) implements Verdict {}
  }

  private final Knock knock;

  PortalProof(Knock knock) {
    this.knock = knock;
  }

  Verdict of(Endpoint first) throws InterruptedException {
    Endpoint candidate = first;
    for (int hop = 1; ; hop++) {
      URI address = candidate.withoutSecret(METHOD);
      HttpOutcome exchange = knock.at(address);
      if (!(exchange instanceof HttpOutcome.Moved moved)) {
        return verdict(candidate, exchange);
      }
      Optional<Endpoint> next = candidate.movedTo(address, moved.location());
      if (next.isEmpty() || hop == MOST_HOPS) {
        return new Verdict.SomethingElse(candidate, "it redirects elsewhere");
      }
      candidate = next.get();
    }
  }

  private static Verdict verdict(Endpoint candidate, HttpOutcome exchange) {
    return switch (exchange) {
      case HttpOutcome.Answered answered when isOfAPortal(answered) ->
          new Verdict.Portal(candidate);
      case HttpOutcome.Answered answered when answered.status() >= 500 ->
          new Verdict.Silent(candidate, "HTTP %d".formatted(answered.status()));
      case HttpOutcome.Answered answered ->
          new Verdict.SomethingElse(candidate, "HTTP %d".formatted(answered.status()));
      case HttpOutcome.Moved ignored ->
          new Verdict.SomethingElse(candidate, "it redirects elsewhere");
      case HttpOutcome.Barred barred -> new Verdict.SomethingElse(candidate, barred.why());
      case HttpOutcome.NeverLeft unsent -> new Verdict.Silent(candidate, unsent.why());
      case HttpOutcome.Broken broken -> new Verdict.Silent(candidate, broken.why());
      case HttpOutcome.Withheld ignored -> new Verdict.Silent(candidate, "it was withheld");
      case HttpOutcome.Overdue ignored -> new Verdict.Silent(candidate, "it came too late");
    };
  }

  private static boolean isOfAPortal(HttpOutcome.Answered answered) {
    return EnvelopeReader.read(answered.status(), answered.body(), parser -> true)
            instanceof Envelope.Fault<Boolean> fault
        && ERRORS_OF_A_PORTAL.contains(fault.error().code().toUpperCase(Locale.ROOT));
  }
}
