package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.Loopback;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a portal's methods are called: an origin and a path that may hold the secret, and that no
 * text form shows.
 */
public final class Endpoint {

  private static final String REST = "/rest/";

  private final String origin;
  private final String path;

  private Endpoint(String origin, String path) {
    this.origin = origin;
    this.path = path;
  }

  /**
   * @param address names scheme, host and port
   * @param path ends with a slash
   */
  public static Endpoint of(URI address, String path) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    String host = Objects.requireNonNull(address.getHost()).toLowerCase(Locale.ROOT);
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return new Endpoint(scheme + "://" + host + port, path);
  }

  /** The address of a method. */
  public URI method(String name) {
    return URI.create(origin + path + name + ".json");
  }

  /** Scheme, host and port. */
  public String origin() {
    return origin;
  }

  /** The portal as people call it: its host, with the port if there is one. */
  public String portal() {
    return origin.substring(origin.indexOf("://") + 3);
  }

  /**
   * Where the portal says it has moved to (contract 4.2). It is followed only to the whole of the
   * same path, so that neither a start page, a login page nor a proxy gets the secret, and never
   * from https to http. That a portal answers there is still to be proven.
   */
  public Optional<Endpoint> movedTo(URI asked, URI location) {
    URI target = asked.resolve(location);
    boolean downgraded =
        origin.startsWith("https:") && !"https".equalsIgnoreCase(target.getScheme());
    return Loopback.mayCarrySecrets(target)
            && !downgraded
            && asked.getRawPath().equals(target.getRawPath())
        ? Optional.of(of(target, path))
        : Optional.empty();
  }

  /** Where a new pair of tokens says that the portal is, on the same terms. */
  public Optional<Endpoint> movedTo(URI endpoint) {
    return movedTo(URI.create(origin + path), endpoint);
  }

  /** The address of a method without the secret that the path may hold. */
  public URI withoutSecret(String name) {
    int rest = path.lastIndexOf(REST);
    return URI.create(
        origin + (rest < 0 ? REST : path.substring(0, rest + REST.length())) + name + ".json");
  }

  /** The same path where the portal was found before; empty when that is no address for secrets. */
  public Optional<Endpoint> foundAt(Relocation found) {
    try {
      URI there = URI.create(found.now());
      boolean downgraded =
          origin.startsWith("https:") && !"https".equalsIgnoreCase(there.getScheme());
      return Loopback.mayCarrySecrets(there) && !downgraded
          ? Optional.of(of(there, path))
          : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint that && origin.equals(that.origin) && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(origin, path);
  }

  @Override
  public String toString() {
    return origin;
  }
}
