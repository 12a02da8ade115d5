package io.dealsync.app;

import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.auth.Authentication;
import io.dealsync.bitrix.auth.FileTokenStore;
import io.dealsync.bitrix.auth.OAuth;
import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.http.Authorities;
import io.dealsync.bitrix.http.Network;
import io.dealsync.bitrix.http.Proxy;
import io.dealsync.bitrix.pace.BucketLevel;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.Time;
import io.dealsync.bitrix.rest.RestClient;
import io.dealsync.bitrix.rest.RestSettings;
import io.dealsync.bitrix.rest.TrafficListener;
import io.dealsync.config.ConfigException;
import io.dealsync.config.Key;
import io.dealsync.config.NetworkSettings;
import io.dealsync.config.OAuthSettings;
import io.dealsync.config.Pacing;
import io.dealsync.config.PortalSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes clients from settings. */
final class Connections {

  private Connections() {}

  /**
   * A client that starts from what earlier processes have left.
   *
   * @param found where the portal was found, if it was renamed
   */
  static BitrixPortal connect(
      PortalSettings portal,
      NetworkSettings network,
      Optional<String> known,
      BucketLevel level,
      Optional<Relocation> found,
      TrafficListener listener) {
    return BitrixPortal.connect(
        authentication(portal),
        settings(portal, network).known(known).level(level).found(found),
        listener);
  }

  /** A client for single calls. */
  static RestClient rest(PortalSettings portal, NetworkSettings network, TrafficListener listener) {
    return new RestClient(
        authentication(portal),
        settings(portal, network),
        listener,
        Time.SYSTEM,
        RandomGenerator.getDefault());
  }

  private static Authentication authentication(PortalSettings portal) {
    return portal.oauth().isPresent()
        ? application(portal.name(), portal.oauth().get())
        : webhook(portal);
  }

  private static OAuth application(String portal, OAuthSettings oauth) {
    require(portal, Key.OAUTH_CLIENT_ID, oauth.clientId());
    require(portal, Key.OAUTH_CLIENT_SECRET, oauth.clientSecret().reveal());
    require(portal, Key.OAUTH_TOKENS, oauth.tokens());
    FileTokenStore store = new FileTokenStore(Path.of(oauth.tokens()));
    OAuth application = application(portal, oauth, store);
    try {
      store.current();
      return application;
    } catch (UncheckedIOException e) {
      throw new ConfigException(
          "The application of portal %s has no tokens: %s; authorise it: `dealsync authorize` (%s)."
              .formatted(portal, e.getMessage(), Key.OAUTH_TOKENS.pathFor(portal)));
    }
  }

  static OAuth application(String portal, OAuthSettings oauth, FileTokenStore store) {
    require(portal, Key.OAUTH_CLIENT_ID, oauth.clientId());
    require(portal, Key.OAUTH_CLIENT_SECRET, oauth.clientSecret().reveal());
    require(portal, Key.OAUTH_TOKENS, oauth.tokens());
    try {
      return new OAuth(
          oauth.clientId(),
          oauth.clientSecret().reveal(),
          Optional.of(oauth.tokenEndpoint()).filter(address -> !address.isBlank()).map(URI::create),
          store);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "%s cannot be used: %s"
              .formatted(Key.OAUTH_TOKEN_ENDPOINT.pathFor(portal), e.getMessage()));
    }
  }

  private static void require(String portal, Key key, String value) {
    if (value.isBlank()) {
      throw new ConfigException(
          "The application of portal %s lacks a part: set %s in the configuration file."
              .formatted(portal, key.pathFor(portal)));
    }
  }

  private static Webhook webhook(PortalSettings portal) {
    if (portal.webhook().isAbsent()) {
      throw new ConfigException(
          "Portal %s has no webhook: set %s%s in the configuration file."
              .formatted(
                  portal.name(),
                  portal.name().equals("main") ? Key.WEBHOOK.variable() + ", or " : "",
                  Key.WEBHOOK.pathFor(portal.name())));
    }
    try {
      return Webhook.parse(portal.webhook().reveal());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "The webhook of portal %s cannot be used: %s".formatted(portal.name(), e.getMessage()));
    }
  }

  static RestSettings settings(PortalSettings portal, NetworkSettings network) {
    Pacing pacing = portal.pacing();
    try {
      return RestSettings.DEFAULT
          .rate(new BucketRate(pacing.burst(), pacing.perSecond(), pacing.reserve()))
          .inFlight(pacing.inFlight())
          .operatingLimit(pacing.operating())
          .exchangeTimeout(pacing.requestTimeout())
          .network(network(network));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "The limits of portal %s cannot be used: %s".formatted(portal.name(), e.getMessage()));
    }
  }

  static Network network(NetworkSettings network) {
    try {
      return new Network(
          network.trust().map(Authorities::with),
          network
              .proxy()
              .map(
                  proxy ->
                      new Proxy(
                          proxy.host(),
                          proxy.port(),
                          proxy.user(),
                          proxy.password().reveal(),
                          proxy.without())));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "%s cannot be used: %s".formatted(Key.NETWORK_TRUST.path(), e.getMessage()));
    }
  }
}
