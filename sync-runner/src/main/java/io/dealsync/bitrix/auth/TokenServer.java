package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.Loopback;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The servers that issue tokens: one for the east, one for the west (contract 5). A pair is renewed
 * where it was issued. The application's key goes to these only, and to one that is configured.
 */
public final class TokenServer {

  private static final Set<String> KNOWN = Set.of("oauth.bitrix.info", "oauth.bitrix24.tech");

  private TokenServer() {}

  /**
   * The server that an answer names; empty when it names none that may get the key.
   *
   * @param portal for which it issues tokens: a server on this machine is believed only where the
   *     portal is here, too, for anybody on this machine can listen
   */
  public static Optional<URI> named(String endpoint, URI portal) {
    try {
      return Optional.of(URI.create(endpoint.strip()))
          .filter(Loopback::mayCarrySecrets)
          .filter(
              server ->
                  KNOWN.contains(server.getHost().toLowerCase(Locale.ROOT))
                      || (Loopback.is(server.getHost())
                          && Loopback.is(String.valueOf(portal.getHost()))));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** The server of this host, on the same terms. */
  public static Optional<URI> ofHost(String host, URI portal) {
    boolean here = Loopback.is(host.replaceFirst(":\\d+$", ""));
    return named((here ? "http://" : "https://") + host + "/rest/", portal);
  }

  /** Where a server gives tokens. */
  public static URI tokens(URI server) {
    return server.resolve("/oauth/token/");
  }
}
