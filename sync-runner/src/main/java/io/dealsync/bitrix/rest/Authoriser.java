package io.dealsync.bitrix.rest;

import io.dealsync.bitrix.auth.OAuth;
import io.dealsync.bitrix.auth.Secrets;
import io.dealsync.bitrix.auth.TokenEndpoint;
import io.dealsync.bitrix.auth.TokenServer;
import io.dealsync.bitrix.auth.Tokens;
import io.dealsync.bitrix.http.Loopback;
import io.dealsync.bitrix.http.Transport;
import io.dealsync.bitrix.http.UserAgent;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.wire.Query;
import io.dealsync.portal.PortalFailure.Kind;
import io.dealsync.text.ForeignText;
import java.net.URI;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Turns a user's consent into an application's first pair of tokens (contract 5). */
public final class Authoriser implements AutoCloseable {

  private final OAuth application;
  private final Transport transport;
  private final TokenEndpoint endpoint;

  public Authoriser(OAuth application, RestSettings settings) {
    this.application = application;
    this.transport =
        new Transport(
            settings.network(),
            settings.connectTimeout(),
            settings.exchangeTimeout(),
            UserAgent.TEXT);
    this.endpoint =
        new TokenEndpoint(transport, settings.backoff(), Time.SYSTEM, RandomGenerator.getDefault());
  }

  /**
   * Where a user consents.
   *
   * @param portal the portal's host, or its whole address
   * @param state comes back beside the code
   * @throws IllegalArgumentException with a sentence, when that is no portal's address
   */
  public URI consent(String portal, String state) {
    return address(portal)
        .resolve(
            "/oauth/authorize/?"
                + new Query().with("client_id", application.clientId()).with("state", state));
  }

  private static URI address(String portal) {
    URI address = URI.create(portal.contains("://") ? portal : "https://" + portal);
    if (!Loopback.mayCarrySecrets(address)) {
      throw new IllegalArgumentException(
          "A portal's address looks like acme.bitrix24.com, and is called by https.");
    }
    return address;
  }

  /**
   * Buys the pair.
   *
   * @param portal as for {@link #consent}; a pair for another one is not taken
   * @param code lives for half a minute
   * @param server the host that issued the code, if it is known
   * @throws io.dealsync.portal.PortalFailure when there is none
   */
  public Tokens tokens(String portal, String code, Optional<String> server) {
    URI asked = address(portal);
    URI where =
        application
            .configured()
            .or(
                () ->
                    server
                        .flatMap(host -> TokenServer.ofHost(host, asked))
                        .map(TokenServer::tokens))
            .orElse(OAuth.BITRIX24);
    Tokens tokens = endpoint.exchange(application, code, where, asked);
    if (!asked.getHost().equalsIgnoreCase(tokens.endpoint().getHost())) {
      throw new Secrets(code, application.clientSecret(), tokens.access(), tokens.refresh())
          .failure(
              Kind.CONFIGURATION,
              "The tokens are for %s, not for %s; they are not kept. If the portal was renamed, name it as it is called now: `dealsync authorize %1$s`."
                  .formatted(ForeignText.line(tokens.endpoint().getHost(), 100), asked.getHost()));
    }
    return tokens;
  }

  @Override
  public void close() {
    transport.close();
  }
}
