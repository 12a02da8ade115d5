package io.dealsync.bitrix.http;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A proxy through which portals and token servers are reached. Its text form hides who we are
 * there.
 *
 * @param user blank when it asks for nobody
 * @param without hosts that are reached without it: {@code example.com} with everything below it,
 *     or {@code *} for all
 */
public record Proxy(String host, int port, String user, String password, List<String> without) {

  public Proxy {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("A proxy has a host and a port.");
    }
    without = without.stream().map(Proxy::canonical).filter(name -> !name.isEmpty()).toList();
  }

  private static String canonical(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
  }

  /** Whether an address is reached through it; this machine never is. */
  public boolean serves(URI address) {
    String name = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    return !Loopback.is(name) && without.stream().noneMatch(each -> covers(each, name, address));
  }

  private static boolean covers(String excepted, String name, URI address) {
    return excepted.equals("*")
        || name.equals(excepted)
        || name.endsWith("." + excepted)
        || excepted.equals(name + ":" + address.getPort());
  }

  public ProxySelector selector() {
    // The name is looked up whenever a connection is made: a daemon outlives an address.
    return new ProxySelector() {
      @Override
      public List<java.net.Proxy> select(URI address) {
        return List.of(
            serves(address)
                ? new java.net.Proxy(
                    java.net.Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port))
                : java.net.Proxy.NO_PROXY);
      }

      @Override
      public void connectFailed(URI address, SocketAddress proxy, java.io.IOException failure) {
        // The request itself fails, and says why.
      }
    };
  }

  /** Says who we are, to this proxy only. */
  public Authenticator authenticator() {
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
                && host.equalsIgnoreCase(getRequestingHost())
                && port == getRequestingPort()
            ? new PasswordAuthentication(user, password.toCharArray())
            : null;
      }
    };
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
