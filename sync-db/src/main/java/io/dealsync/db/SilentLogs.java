package io.dealsync.db;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/** Keeps Flyway quiet: what matters of its news comes as results and exceptions. */
public final class SilentLogs implements LogCreator {

  private static final Log SILENCE =
      new Log() {
        @Override
        public void debug(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}

        @Override
        public void error(String message) {}

        @Override
        public void error(String message, Exception cause) {}

        @Override
        public void notice(String message) {}
      };

  @Override
  public Log createLogger(Class<?> owner) {
    return SILENCE;
  }
}
