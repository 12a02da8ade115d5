package io.dealsync.app;

import io.dealsync.bitrix.auth.FileTokenStore;
import io.dealsync.bitrix.auth.Tokens;
import io.dealsync.bitrix.rest.Authoriser;
import io.dealsync.config.ConfigException;
import io.dealsync.config.NetworkSettings;
import io.dealsync.config.OAuthSettings;
import io.dealsync.config.PortalSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application's way to its first tokens: a user consents, and brings back what they get. */
public final class Authorisation implements AutoCloseable {

  private final String portal;
  private final OAuthSettings oauth;
  private final FileTokenStore store;
  private final Authoriser authoriser;
  private final String state;
  private String asked = "";

  private Authorisation(
      String portal, OAuthSettings oauth, FileTokenStore store, Authoriser authoriser) {
    this.portal = portal;
    this.oauth = oauth;
    this.store = store;
    this.authoriser = authoriser;
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.state = HexFormat.of().formatHex(random);
  }

  /**
   * The one of a portal.
   *
   * @throws ConfigException when no application is configured, or not all of it
   */
  public static Authorisation of(PortalSettings portal, NetworkSettings network) {
    OAuthSettings oauth =
        portal
            .oauth()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Portal %1$s has no application: set portals.%1$s.oauth.client-id, .client-secret and .tokens in the configuration file."
                            .formatted(portal.name())));
    FileTokenStore store = new FileTokenStore(Path.of(oauth.tokens()));
    return new Authorisation(
        portal.name(),
        oauth,
        store,
        new Authoriser(
            Connections.application(portal.name(), oauth, store),
            Connections.settings(portal, network)));
  }

  /**
   * Where a user consents.
   *
   * @param address the portal's; without it the one for which there are tokens
   */
  public URI consent(Optional<String> address) {
    try {
      asked = address.orElseGet(this::knownAddress);
      return authoriser.consent(asked, state);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private String knownAddress() {
    try {
      return store.current().endpoint().resolve("/").toString();
    } catch (UncheckedIOException none) {
      throw new ConfigException("Name the portal: `dealsync authorize acme.bitrix24.com`");
    }
  }

  /**
   * Keeps the tokens that a consent gives.
   *
   * @param brought the address to which the user was sent, or the code in it
   * @return the host for which they are
   */
  public String keep(String brought) {
    Map<String, String> parts = parts(brought.strip());
    String code = parts.getOrDefault("code", "");
    if (code.isEmpty()) {
      throw new ConfigException(
          "There is no code in it; paste the whole address to which you were sent.");
    }
    String answered = parts.getOrDefault("state", "");
    // A code alone was looked up by a person; an address may be anybody's.
    if (brought.contains("?") && !answered.equals(state)) {
      throw new ConfigException(
          "This address answers another request; open the one shown and paste where it sends you.");
    }
    try {
      Tokens tokens =
          store.keep(
              () ->
                  authoriser.tokens(asked, code, Optional.ofNullable(parts.get("server_domain"))));
      return tokens.endpoint().getHost();
    } catch (UncheckedIOException unusable) {
      throw new ConfigException("The tokens cannot be kept: %s.".formatted(unusable.getMessage()));
    }
  }

  private static Map<String, String> parts(String brought) {
    int query = brought.indexOf('?');
    if (query < 0) {
      return Map.of("code", brought);
    }
    return Stream.of(brought.substring(query + 1).replaceFirst("#.*", "").split("&"))
        .map(part -> part.split("=", 2))
        .filter(part -> part.length == 2)
        .collect(
            Collectors.toMap(
                part -> part[0],
                part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8),
                (first, second) -> second));
  }

  /** The file that keeps them. */
  public String file() {
    return oauth.tokens();
  }

  @Override
  public void close() {
    authoriser.close();
  }
}
