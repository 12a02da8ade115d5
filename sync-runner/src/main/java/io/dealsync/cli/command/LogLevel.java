package io.dealsync.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dealsync.cli.LogSetup;
import org.slf4j.LoggerFactory;

/** How much is logged; the form and the place are in {@link LogSetup}. */
public final class LogLevel {

  private LogLevel() {}

  /** For {@code -v}. */
  public static void verbose() {
    level("io.dealsync", Level.DEBUG);
  }

  /** For the daemon: one line a run. What Quartz has to say is said in a line of our own. */
  public static void daemon() {
    level("io.dealsync", Level.INFO);
    level("org.quartz", Level.OFF);
  }

  private static void level(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
