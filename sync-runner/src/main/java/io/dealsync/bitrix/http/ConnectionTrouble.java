package io.dealsync.bitrix.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Why there was no answer, in words; tells what passes by itself from what does not. */
final class ConnectionTrouble {

  /** What fails before anything is sent; the more telling ones first, as they come nested. */
  private static final List<Map.Entry<Class<? extends Exception>, String>> NEVER_LEFT =
      List.of(
          Map.entry(UnresolvedAddressException.class, "its name is not known"),
          Map.entry(UnknownHostException.class, "its name is not known"),
          Map.entry(NoRouteToHostException.class, "there is no route to it"),
          Map.entry(HttpConnectTimeoutException.class, "it does not answer"),
          Map.entry(SSLHandshakeException.class, "it does not agree on TLS"),
          Map.entry(ConnectException.class, "it refuses the connection"));

  private static final Pattern TUNNEL_REFUSED = Pattern.compile("Tunnel failed, got: (\\d{3})");

  private ConnectionTrouble() {}

  /**
   * @param proxy the proxy through which the request went
   */
  static HttpOutcome exchange(ExecutionException failed, Optional<Proxy> proxy) {
    List<Throwable> causes =
        Stream.iterate(failed.getCause(), Objects::nonNull, Throwable::getCause).toList();
    if (proxy.isPresent() && says(causes, "too many authentication attempts")) {
      return proxyRefuses(proxy);
    }
    if (proxy.isPresent() && says(causes, "Authenticate header missing")) {
      return proxyRefuses(proxy, new ProxyChallenge(List.of()));
    }
    Optional<HttpOutcome> tunnel = proxy.flatMap(route -> tunnel(causes, route));
    if (tunnel.isPresent()) {
      return tunnel.get();
    }
    Optional<String> certificate = certificate(causes);
    if (certificate.isPresent()) {
      return new HttpOutcome.Barred(certificate.get());
    }
    for (Map.Entry<Class<? extends Exception>, String> kind : NEVER_LEFT) {
      if (causes.stream().anyMatch(kind.getKey()::isInstance)) {
        return new HttpOutcome.NeverLeft(
            proxy.map("its proxy %s: "::formatted).orElse("") + kind.getValue());
      }
    }
    return new HttpOutcome.Broken(broken(causes));
  }

  /** The proxy does not know who we are. */
  static HttpOutcome proxyRefuses(Optional<Proxy> proxy, ProxyChallenge challenge) {
    return challenge.offersBasic() ? proxyRefuses(proxy) : proxyAsks(proxy, challenge.names());
  }

  /** The proxy asks for a user and password, or refuses those that it got. */
  private static HttpOutcome proxyRefuses(Optional<Proxy> proxy) {
    return new HttpOutcome.Barred(
        proxy
            .map(
                route ->
                    route.user().isEmpty()
                        ? "the proxy %s wants a user and password (HTTP 407); set network.proxy-user and network.proxy-password"
                            .formatted(route)
                        : "the proxy %s does not accept the user and password (HTTP 407); check network.proxy-user and network.proxy-password"
                            .formatted(route))
            .orElse(
                "a proxy on the way wants a user and password (HTTP 407); name it in"
                    + " network.proxy"));
  }

  /** The proxy does not ask for a user and password, which is all that could be told to it. */
  private static HttpOutcome proxyAsks(Optional<Proxy> proxy, String names) {
    return new HttpOutcome.Barred(
        "%s asks for %s (HTTP 407), and dealsync only answers Basic, first on a line of its header; have it offered there, or have this machine let through without"
            .formatted(proxy.map("the proxy %s"::formatted).orElse("a proxy on the way"), names));
  }

  private static Optional<HttpOutcome> tunnel(List<Throwable> causes, Proxy proxy) {
    return causes.stream()
        .map(cause -> TUNNEL_REFUSED.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(
            refused ->
                refused.group(1).startsWith("5")
                    ? new HttpOutcome.NeverLeft(
                        "the proxy %s does not get through to it (HTTP %s)"
                            .formatted(proxy, refused.group(1)))
                    : new HttpOutcome.Barred(
                        "the proxy %s does not let connections to it pass (HTTP %s)"
                            .formatted(proxy, refused.group(1))));
  }

  /** What is wrong with a certificate or the other side's TLS, and stays so. */
  private static Optional<String> certificate(List<Throwable> causes) {
    if (causes.stream().noneMatch(SSLException.class::isInstance)) {
      return Optional.empty();
    }
    String last = String.valueOf(causes.get(causes.size() - 1).getMessage());
    if (isAny(causes, CertificateExpiredException.class)) {
      return Optional.of("its certificate has expired (%s)".formatted(last));
    }
    if (isAny(causes, CertificateNotYetValidException.class)) {
      return Optional.of(
          "its certificate is not valid yet (%s); check this machine's clock".formatted(last));
    }
    if (says(causes, "No name matching") || says(causes, "No subject alternative")) {
      return Optional.of("its certificate is for another name (%s)".formatted(last));
    }
    if (says(causes, "PKIX") || says(causes, "trustAnchors")) {
      return Optional.of(
          "nobody who is trusted here vouches for its certificate (%s); if your company did, name the certificate of its authority in network.trust"
              .formatted(last));
    }
    if (says(causes, "SSL message")) {
      return Optional.of("it does not speak TLS there");
    }
    return Optional.empty();
  }

  private static boolean isAny(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static boolean says(List<Throwable> causes, String words) {
    return causes.stream().anyMatch(cause -> String.valueOf(cause.getMessage()).contains(words));
  }

  private static String broken(List<Throwable> causes) {
    return causes.stream()
        .filter(BoundedBody.TooLargeException.class::isInstance)
        .map(IOException.class::cast)
        .map(tooLarge -> String.valueOf(tooLarge.getMessage()))
        .findFirst()
        .or(
            () ->
                causes.stream()
                    .findFirst()
                    .map(
                        cause ->
                            "the connection broke (%s)"
                                .formatted(cause.getClass().getSimpleName())))
        .orElse("the connection broke");
  }
}
