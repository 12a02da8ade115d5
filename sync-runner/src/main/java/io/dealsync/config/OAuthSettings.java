package io.dealsync.config;

import java.util.Optional;

/**
 * The OAuth application as which a portal is called.
 *
 * @param clientId its id; blank when forgotten
 * @param clientSecret its key
 * @param tokens the file that keeps its pair of tokens; blank when forgotten
 * @param tokenEndpoint where tokens are renewed
 */
public record OAuthSettings(
    String clientId, Secret clientSecret, String tokens, String tokenEndpoint) {

  /** What the file says of an application; empty when it says nothing. */
  static Optional<OAuthSettings> read(Values values, String name) {
    if (!values.isWritten("portals.%s.oauth.".formatted(name))) {
      return Optional.empty();
    }
    if (values.isWritten(Key.WEBHOOK.pathFor(name))) {
      throw new ConfigException(
          "Portal %s has both %s and portals.%s.oauth; keep one of them."
              .formatted(name, Key.WEBHOOK.pathFor(name), name));
    }
    return Optional.of(
        new OAuthSettings(
            values.text(Key.OAUTH_CLIENT_ID, name),
            values.secret(Key.OAUTH_CLIENT_SECRET, name),
            values.text(Key.OAUTH_TOKENS, name),
            values.text(Key.OAUTH_TOKEN_ENDPOINT, name)));
  }
}
