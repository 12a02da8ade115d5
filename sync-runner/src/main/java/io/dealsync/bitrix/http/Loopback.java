package io.dealsync.bitrix.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which addresses may carry a secret: https anywhere, plain http on this machine only. */
public final class Loopback {

  private static final Pattern HOST =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /** As long as the name of a host can be (RFC 1035); nothing else gets a secret, or is named. */
  private static final int LONGEST_HOST = 253;

  private Loopback() {}

  public static boolean is(String host) {
    return HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  public static boolean mayCarrySecrets(URI address) {
    String host = address.getHost();
    return host != null
        && host.length() <= LONGEST_HOST
        && ("https".equalsIgnoreCase(address.getScheme())
            || ("http".equalsIgnoreCase(address.getScheme()) && is(host)));
  }
}
