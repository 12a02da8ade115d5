package io.dealsync.bitrix.rest;

import java.net.URI;

/**
 * A pair of OAuth tokens and where they are valid (contract 5). Its text form hides both.
 *
 * @param access opens the portal for an hour
 * @param refresh buys the next pair, once
 * @param endpoint the portal's REST address, {@code https://acme.bitrix24.com/rest/}
 */
public record Tokens(String access, String refresh, URI endpoint) {

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
