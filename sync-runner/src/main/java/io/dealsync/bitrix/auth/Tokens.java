package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.Loopback;
import java.net.URI;
import java.util.Optional;

/**
 * A pair of OAuth tokens and where they are valid (contract 5). Its text form hides both.
 *
 * @param access opens the portal for an hour
 * @param refresh buys the next pair, once
 * @param endpoint the portal's REST address, {@code https://acme.bitrix24.com/rest/}
 * @param server the REST address of the token server that issued them; where they are renewed
 */
public record Tokens(String access, String refresh, URI endpoint, Optional<URI> server) {

  /** A pair of which is not known who issued it. */
  public Tokens(String access, String refresh, URI endpoint) {
    this(access, refresh, endpoint, Optional.empty());
  }

  public Tokens {
    if (access.isBlank() || refresh.isBlank()) {
      throw new IllegalArgumentException("An OAuth access token and refresh token are not blank.");
    }
    if (!Loopback.mayCarrySecrets(endpoint)) {
      throw new IllegalArgumentException(
          "A portal's REST address looks like https://acme.bitrix24.com/rest/, with https.");
    }
  }

  @Override
  public String toString() {
    return "tokens for " + endpoint.getHost();
  }
}
