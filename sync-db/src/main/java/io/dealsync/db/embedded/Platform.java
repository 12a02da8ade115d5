package io.dealsync.db.embedded;

import java.net.URL;
import java.util.Locale;

/** The kind of machine this is, as far as it decides which server programs run on it. */
record Platform(String system, String processor) {
  static Platform current() {
    return new Platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /**
   * The packed programs on the class path.
   *
   * @throws EmbeddedPostgresException if there are none for this platform
   */
  URL archive() {
    URL found = Platform.class.getResource("/" + archiveName());
    if (found == null || !system.equals("Linux")) {
      throw new EmbeddedPostgresException(
          "No embedded PostgreSQL comes along for %s on %s: set DEALSYNC_DB_URL to a PostgreSQL server of your own."
              .formatted(system, processor));
    }
    return found;
  }

  String archiveName() {
    return "postgres-%s-%s.txz".formatted(system.toLowerCase(Locale.ROOT), packedProcessor());
  }

  private String packedProcessor() {
    return switch (processor) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> processor;
    };
  }
}
