package io.dealsync.serve;

import java.util.Map;

/**
 * How long and how many connections to the JDK's HTTP server may be. It takes its limits from
 * system properties, when the first server of the process is made.
 */
final class HttpLimits {

  private static final Map<String, String> LIMITS =
      Map.of(
          // Seconds for a whole request and a whole answer, however steadily they trickle.
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          // Seconds for a connection that says nothing, and how often that is looked after.
          "sun.net.httpserver.idleInterval", "5",
          "sun.net.httpserver.clockTick", "1000",
          "sun.net.httpserver.maxIdleConnections", "50",
          "jdk.httpserver.maxConnections", "2000",
          "sun.net.httpserver.maxReqHeaderSize", "16384");

  private HttpLimits() {}

  /** Whoever has set one otherwise on the command line has meant it. */
  static void set() {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
