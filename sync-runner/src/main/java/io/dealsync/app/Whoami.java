package io.dealsync.app;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs this process, as runs record it. */
final class Whoami {

  private Whoami() {}

  /** {@code user@host}. */
  static String text() {
    return System.getProperty("user.name", "unknown") + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
