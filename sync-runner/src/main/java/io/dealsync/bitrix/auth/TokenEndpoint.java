package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.HttpOutcome;
import io.dealsync.bitrix.http.Loopback;
import io.dealsync.bitrix.http.Transport;
import io.dealsync.bitrix.pace.Backoff;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.Query;
import io.dealsync.bitrix.wire.ShapeException;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;

/** Buys token pairs from a token server (contract 5). Key and tokens travel in the body. */
public final class TokenEndpoint {

  private static final int ATTEMPTS = 3;

  private final Transport transport;
  private final Backoff backoff;
  private final Time time;
  private final RandomGenerator random;

  public TokenEndpoint(Transport transport, Backoff backoff, Time time, RandomGenerator random) {
    this.transport = transport;
    this.backoff = backoff;
    this.time = time;
    this.random = random;
  }

  /**
   * Buys the next pair.
   *
   * @throws PortalFailure when there is no new pair
   */
  public Renewal refresh(OAuth application, Tokens old) {
    Query form = form(application, "refresh_token").with("refresh_token", old.refresh());
    Secrets secrets = new Secrets(application.clientSecret(), old.refresh(), old.access());
    Bought bought =
        new Purchase(
                application.tokenEndpoint(old),
                old.endpoint(),
                "The OAuth token has expired, and %s ",
                secrets)
            .make(form);
    Optional<URI> elsewhere = bought.portal().filter(portal -> !portal.equals(old.endpoint()));
    return new Renewal(
        new Tokens(
            bought.access(), bought.refresh(), old.endpoint(), bought.server().or(old::server)),
        elsewhere);
  }

  /**
   * Buys the first pair for a code that a user's consent gave.
   *
   * @param server where it is sold
   * @param portal for which it was given
   * @throws PortalFailure when there is none
   */
  public Tokens exchange(OAuth application, String code, URI server, URI portal) {
    Query form = form(application, "authorization_code").with("code", code);
    Purchase purchase =
        new Purchase(
            server,
            portal,
            "The code gives no tokens: %s ",
            new Secrets(application.clientSecret(), code));
    Bought bought = purchase.make(form);
    return new Tokens(
        bought.access(),
        bought.refresh(),
        bought.portal().orElseThrow(() -> purchase.noTokens(200)),
        bought.server());
  }

  private static Query form(OAuth application, String grant) {
    return new Query()
        .with("grant_type", grant)
        .with("client_id", application.clientId())
        .with("client_secret", application.clientSecret());
  }

  /** An answer with tokens. */
  private record Bought(
      String access, String refresh, Optional<URI> portal, Optional<URI> server) {}

  /** One purchase; what the server says about it shows no secret. */
  private final class Purchase {

    private final URI address;
    private final URI portal;
    private final String opening;
    private final Secrets secrets;

    private Purchase(URI address, URI portal, String opening, Secrets secrets) {
      this.address = address;
      this.portal = portal;
      this.opening = opening.formatted(address.getHost());
      this.secrets = secrets;
    }

    private Bought make(Query form) {
      try {
        for (int attempt = 1; ; attempt++) {
          HttpOutcome exchange = transport.postForm(address, form);
          if (exchange instanceof HttpOutcome.Answered answered && answered.status() < 500) {
            return bought(answered);
          }
          if (exchange instanceof HttpOutcome.Barred barred) {
            throw secrets.failure(
                Kind.CONFIGURATION, opening + "cannot be reached: %s.".formatted(barred.why()));
          }
          if (attempt == ATTEMPTS) {
            throw secrets.failure(Kind.UNREACHABLE, opening + "gave no usable answer. Run again.");
          }
          time.sleep(backoff.after(attempt, random));
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw secrets.failure(Kind.STOPPED, "Stopped while OAuth tokens were asked for.");
      }
    }

    private Bought bought(HttpOutcome.Answered answered) {
      Map<String, String> fields = new HashMap<>();
      try {
        Json.read(
            answered.body(),
            parser -> Json.fields(parser, name -> fields.put(name, Json.text(parser))));
        String access = fields.getOrDefault("access_token", "");
        String refresh = fields.getOrDefault("refresh_token", "");
        secrets.add(access, refresh);
        String error = fields.getOrDefault("error", "");
        if (!error.isEmpty()) {
          throw TokenRefusal.failure(error, address.getHost(), secrets);
        }
        // They check themselves.
        Tokens tokens = new Tokens(access, refresh, OAuth.BITRIX24);
        return new Bought(
            tokens.access(),
            tokens.refresh(),
            Optional.of(URI.create(fields.getOrDefault("client_endpoint", "")))
                .filter(Loopback::mayCarrySecrets),
            TokenServer.named(fields.getOrDefault("server_endpoint", ""), portal));
      } catch (JacksonException | ShapeException | IllegalArgumentException notTokens) {
        throw noTokens(answered.status());
      }
    }

    private PortalFailure noTokens(int status) {
      return secrets.failure(
          Kind.UNREACHABLE,
          opening + "answered without new ones (HTTP %d). Run again.".formatted(status));
    }
  }
}
