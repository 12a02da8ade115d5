package io.dealsync.bitrix.rest;

import java.net.URI;

/**
 * An application's authorisation with tokens that are renewed as they expire (contract 5). Its text
 * form hides the secret.
 *
 * @param clientId the application's id
 * @param clientSecret the application's key
 * @param tokenEndpoint where tokens are renewed, a central server and not the portal
 * @param store keeps the tokens
 */
public record OAuth(String clientId, String clientSecret, URI tokenEndpoint, TokenStore store)
    implements Authentication {

  /** Bitrix24's own token endpoint. */
  public static final URI BITRIX24 = URI.create("https://oauth.bitrix.info/oauth/token/");

  public OAuth {
    if (!Loopback.mayCarrySecrets(tokenEndpoint)) {
      throw new IllegalArgumentException("A token endpoint has https, as " + BITRIX24 + " does.");
    }
  }

  @Override
  public String toString() {
    return "application " + clientId;
  }
}
