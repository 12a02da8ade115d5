package io.dealsync.db;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Flyway's talk at debug level: what a migration has done is told by its result. Flyway
 * instantiates it by name.
 */
public final class FlywayLog implements LogCreator {

  @Override
  public Log createLogger(Class<?> speaker) {
    Logger log = LoggerFactory.getLogger(speaker);
    return new Log() {
      @Override
      public boolean isDebugEnabled() {
        return log.isTraceEnabled();
      }

      @Override
      public void debug(String message) {
        log.trace(message);
      }

      @Override
      public void info(String message) {
        log.debug(message);
      }

      @Override
      public void warn(String message) {
        log.debug(message);
      }

      @Override
      public void error(String message) {
        log.debug(message);
      }

      @Override
      public void error(String message, Exception cause) {
        log.debug(message, cause);
      }

      @Override
      public void notice(String message) {
        log.debug(message);
      }
    };
  }
}
