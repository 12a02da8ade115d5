package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.pace.Backoff;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;

/** Buys a new token pair with a refresh token (contract 5). */
final class TokenEndpoint {

  private static final int ATTEMPTS = 3;

  private final Transport transport;
  private final Backoff backoff;
  private final Time time;
  private final RandomGenerator random;

  TokenEndpoint(Transport transport, Backoff backoff, Time time, RandomGenerator random) {
    this.transport = transport;
    this.backoff = backoff;
    this.time = time;
    this.random = random;
  }

  /**
   * @throws PortalFailure when there is no new pair
   */
  Tokens refresh(OAuth application, Tokens old) {
    URI address = address(application, old);
    String host = application.tokenEndpoint().getHost();
    try {
      for (int attempt = 1; ; attempt++) {
        Exchange exchange = transport.get(address);
        if (exchange instanceof Exchange.Answered answered && answered.status() < 500) {
          return tokens(answered, old, host);
        }
        if (attempt == ATTEMPTS) {
          throw new PortalFailure(
              Kind.UNREACHABLE,
              "The OAuth token has expired, and %s gave no usable answer to renew it. Run again."
                  .formatted(host));
        }
        time.sleep(backoff.after(attempt, random));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PortalFailure(Kind.STOPPED, "Stopped while the OAuth token was renewed.");
    }
  }

  private static URI address(OAuth application, Tokens old) {
    Query query =
        new Query()
            .with("grant_type", "refresh_token")
            .with("client_id", application.clientId())
            .with("client_secret", application.clientSecret())
            .with("refresh_token", old.refresh());
    return URI.create(application.tokenEndpoint() + "?" + query);
  }

  private static Tokens tokens(Exchange.Answered answered, Tokens old, String host) {
    Map<String, String> fields = new HashMap<>();
    try {
      Json.read(
          answered.body(),
          parser -> Json.fields(parser, name -> fields.put(name, Json.text(parser))));
      String error = fields.getOrDefault("error", "");
      if (!error.isEmpty()) {
        throw refused(error, host);
      }
      URI endpoint = URI.create(fields.getOrDefault("client_endpoint", ""));
      return new Tokens(
          fields.getOrDefault("access_token", ""),
          fields.getOrDefault("refresh_token", ""),
          endpoint.isAbsolute() ? endpoint : old.endpoint());
    } catch (JacksonException | ShapeException | IllegalArgumentException notTokens) {
      throw new PortalFailure(
          Kind.UNREACHABLE,
          "The OAuth token has expired, and %s answered without new ones (HTTP %d). Run again."
              .formatted(host, answered.status()));
    }
  }

  private static PortalFailure refused(String error, String host) {
    return switch (error.toLowerCase(Locale.ROOT)) {
      case "payment_required" ->
          new PortalFailure(
              Kind.REFUSED, "The portal has no plan that includes REST. Renew it there.");
      case "invalid_client" ->
          new PortalFailure(
              Kind.CONFIGURATION,
              "%s does not know the application: check its id and key.".formatted(host));
      default ->
          new PortalFailure(
              Kind.CONFIGURATION,
              "%s does not renew the OAuth token (%s): a user must authorise the application anew."
                  .formatted(host, error.replaceAll("[^A-Za-z_]", "")));
    };
  }
}
