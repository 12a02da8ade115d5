package io.dealsync.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The network between here and the portals.
 *
 * @param trust further authorities that are trusted, as a file in PEM
 * @param proxy the proxy on the way
 */
public record NetworkSettings(Optional<Path> trust, Optional<ProxySettings> proxy) {

  /** Nothing special. */
  public static final NetworkSettings DIRECT =
      new NetworkSettings(Optional.empty(), Optional.empty());

  /**
   * A proxy and who we are there.
   *
   * @param user blank when it asks for nobody
   * @param without hosts that are reached without it
   */
  public record ProxySettings(
      String host, int port, String user, Secret password, List<String> without) {}

  static NetworkSettings read(Values values) {
    String trust = values.text(Key.NETWORK_TRUST, "").strip();
    String proxy = values.text(Key.NETWORK_PROXY, "").strip();
    return new NetworkSettings(
        trust.isEmpty() ? Optional.empty() : Optional.of(Path.of(trust)),
        proxy.isEmpty() ? Optional.empty() : Optional.of(proxy(values, proxy)));
  }

  private static ProxySettings proxy(Values values, String text) {
    URI address = address(text);
    boolean inFile = values.isWritten(Key.NETWORK_PROXY.path());
    if (address.getHost() == null || !"http".equalsIgnoreCase(address.getScheme())) {
      ConfigException wrong = wrong(inFile, "it takes a form such as http://proxy.example:3128");
      if (inFile) {
        throw wrong;
      }
      // A variable that is meant for other programs too hinders only who needs the proxy.
      return new ProxySettings(
          "", 0, "", Secret.unresolved(String.valueOf(wrong.getMessage())), List.of());
    }
    String[] us = us(address);
    if (inFile && us.length > 0) {
      throw wrong(
          true,
          "a user and password stand apart from it, in network.proxy-user and"
              + " network.proxy-password");
    }
    String user = values.text(Key.NETWORK_PROXY_USER, "");
    return new ProxySettings(
        address.getHost(),
        address.getPort() < 0 ? 80 : address.getPort(),
        user.isEmpty() && us.length > 0 ? us[0] : user,
        user.isEmpty() && us.length > 1
            ? Secret.of(us[1])
            : values.secret(Key.NETWORK_PROXY_PASSWORD, ""),
        Arrays.stream(values.text(Key.NETWORK_NO_PROXY, "").split(","))
            .map(String::strip)
            .filter(host -> !host.isEmpty())
            .toList());
  }

  /** Tools take a proxy without its scheme as well. */
  private static URI address(String text) {
    try {
      return URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException malformed) {
      return URI.create("");
    }
  }

  private static String[] us(URI address) {
    return address.getRawUserInfo() == null
        ? new String[0]
        : Arrays.stream(address.getRawUserInfo().split(":", 2))
            .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toArray(String[]::new);
  }

  /** The value is not shown: it may hold a password. */
  private static ConfigException wrong(boolean inFile, String why) {
    return new ConfigException(
        "%s cannot be used: %s."
            .formatted(inFile ? Key.NETWORK_PROXY.path() : "The proxy in HTTPS_PROXY", why));
  }
}
