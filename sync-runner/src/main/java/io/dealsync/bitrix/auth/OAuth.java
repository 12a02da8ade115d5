package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.Loopback;
import java.net.URI;
import java.util.Optional;

/**
 * An application's authorisation with tokens that are renewed as they expire (contract 5). Its text
 * form hides the secret.
 *
 * @param clientId the application's id
 * @param clientSecret the application's key
 * @param configured where tokens are renewed, if that is configured; otherwise they are renewed
 *     where they were issued, which is a central server and not the portal
 * @param store keeps the tokens
 */
public record OAuth(
    String clientId, String clientSecret, Optional<URI> configured, TokenStore store)
    implements Authentication {

  /** Bitrix24's own token endpoint, as long as no other is known. */
  public static final URI BITRIX24 = URI.create("https://oauth.bitrix.info/oauth/token/");

  public OAuth {
    if (configured.isPresent() && !Loopback.mayCarrySecrets(configured.get())) {
      throw new IllegalArgumentException("A token endpoint has https, as " + BITRIX24 + " does.");
    }
  }

  /** Where a pair is renewed. */
  public URI tokenEndpoint(Tokens pair) {
    return configured.or(() -> pair.server().map(TokenServer::tokens)).orElse(BITRIX24);
  }

  @Override
  public String toString() {
    return "application " + clientId;
  }
}
