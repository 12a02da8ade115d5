package io.dealsync.config;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which portal a name stands for, as far as the configuration tells: two names for one would let
 * two runs write to it at once, since a lease is one of a name.
 */
public final class PortalIdentity {

  private PortalIdentity() {}

  /** Host, and port if it is none of the usual, in the one way in which they are compared. */
  public static String of(String authority) {
    String host = authority.toLowerCase(Locale.ROOT).replaceFirst(":(443|80)$", "");
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /**
   * Insists on different portals.
   *
   * @throws ConfigException when two names lead to one
   */
  static void requireDifferent(Collection<PortalSettings> portals, String source) {
    Map<String, String> names = new HashMap<>();
    for (PortalSettings portal : portals) {
      Optional<String> address = address(portal);
      String first = address.map(known -> names.putIfAbsent(known, portal.name())).orElse(null);
      if (first != null) {
        throw new ConfigException(
            "%s: the portals %s and %s are one, %s; two names for one portal would let two runs write to it at once. Keep one of them."
                .formatted(source, first, portal.name(), address.orElseThrow()));
      }
    }
  }

  private static Optional<String> address(PortalSettings portal) {
    if (portal.oauth().isPresent()) {
      return portal.oauth().map(OAuthSettings::tokens).filter(tokens -> !tokens.isBlank());
    }
    try {
      return Optional.ofNullable(URI.create(portal.webhook().reveal()).getAuthority())
          .map(PortalIdentity::of);
    } catch (ConfigException | IllegalArgumentException unusable) {
      // Whoever needs it is told then.
      return Optional.empty();
    }
  }
}
