package io.dealsync.bitrix.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/**
 * How portals and token servers are reached from here.
 *
 * @param authorities who is trusted to vouch for servers; those that Java knows when absent
 * @param proxy the proxy on the way, if there is one
 */
public record Network(Optional<Authorities> authorities, Optional<Proxy> proxy) {

  /** Straight, with the authorities that Java knows. */
  public static final Network DIRECT = new Network(Optional.empty(), Optional.empty());

  static {
    // Java keeps passwords from proxies on the way to https unless told otherwise when it first
    // uses HTTP; a proxy that we have a password for was configured by the user.
    if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }
  }

  public HttpClient.Builder applied(HttpClient.Builder builder) {
    authorities.ifPresent(known -> builder.sslContext(known.context()));
    builder.proxy(proxy.map(Proxy::selector).orElse(HttpClient.Builder.NO_PROXY));
    proxy
        .filter(route -> !route.user().isEmpty())
        .ifPresent(route -> builder.authenticator(route.authenticator()));
    return builder;
  }

  /** The proxy through which an address is reached. */
  public Optional<Proxy> proxyFor(URI address) {
    return proxy.filter(route -> route.serves(address));
  }
}
