package io.dealsync.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * The daemon's own settings.
 *
 * @param bind address on which it answers
 * @param port its port; 0 takes a free one
 * @param token what whoever asks has to know; absent when nobody is asked for it
 * @param hosts names under which it may be asked, beside localhost and addresses
 */
public record ServeSettings(String bind, int port, Secret token, List<String> hosts) {

  private static final int SHORTEST = 16;

  public ServeSettings {
    hosts = List.copyOf(hosts);
  }

  static ServeSettings read(Values values) {
    ServeSettings settings =
        new ServeSettings(
            values.text(Key.SERVE_BIND, ""),
            values.port(Key.SERVE_PORT),
            values.secret(Key.SERVE_TOKEN, ""),
            Arrays.stream(values.text(Key.SERVE_HOSTS, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    settings.requireToken(values);
    return settings;
  }

  /** Beyond this machine, what stands there is for those who know the token. */
  private void requireToken(Values values) {
    if (token.isAbsent() && !isLoopback()) {
      throw values.wrong(
          Key.SERVE_BIND,
          "",
          "an address of this machine only, such as 127.0.0.1, as long as no %s is set"
              .formatted(Key.SERVE_TOKEN.path()));
    }
  }

  /**
   * The token, if there is one.
   *
   * @throws ConfigException when it cannot be had, or is too short to be a secret
   */
  public String requiredToken() {
    String text = token.reveal();
    if (!text.isEmpty() && text.length() < SHORTEST) {
      throw new ConfigException(
          "%s has %d characters; take at least %d, such as those of `openssl rand -hex 16`."
              .formatted(Key.SERVE_TOKEN.path(), text.length(), SHORTEST));
    }
    return text;
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
