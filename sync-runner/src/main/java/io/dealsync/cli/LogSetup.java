package io.dealsync.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * How dealsync logs when no logback file says otherwise: warnings, a line each, on standard error.
 * Made in code, because reading a file in XML takes longer than many a command.
 */
@ConfiguratorRank(ConfiguratorRank.FALLBACK + 1)
public final class LogSetup extends ContextAwareBase implements Configurator {

  /** What forges a line, steers a terminal or turns the direction of writing. */
  private static final String STEERING =
      "\\x00-\\x1F\\x7F-\\x9F\u200E\u200F\u2028-\u202E\u2066-\u2069";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder line = new PatternLayoutEncoder();
    line.setContext(context);
    line.setPattern(
        "%d{yyyy-MM-dd'T'HH:mm:ssXXX} %-5level %replace(%msg){'["
            + STEERING
            + "]',' '}%n%replace(%ex){'["
            + STEERING
            + "&&[^\\n\\t]]',' '}");
    line.start();
    ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
    standardError.setContext(context);
    standardError.setName("STDERR");
    standardError.setTarget("System.err");
    standardError.setEncoder(line);
    standardError.start();
    context.getLogger("io.dealsync").setLevel(Level.WARN);
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.ERROR);
    root.addAppender(standardError);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
