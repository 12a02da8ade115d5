package io.dealsync.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dealsync.cli.CommandTree;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.terminal.Console;
import io.dealsync.run.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** dealsync on a command line of this process, with an environment of its own. */
public final class Cli {

  private final Map<String, String> environment;
  private final Path home;
  private final StopSignal stop;

  private final String program;

  private Cli(Map<String, String> environment, Path home, StopSignal stop, String program) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.stop = stop;
    this.program = program;
  }

  /** A command line whose process is never asked to stop. */
  public static Cli in(Path home, Map<String, String> environment) {
    return new Cli(environment, home, StopSignal.NEVER, "dealsync");
  }

  /** The same with another value for one variable. */
  public Cli with(String variable, String value) {
    Map<String, String> other = new HashMap<>(environment);
    other.put(variable, value);
    return new Cli(other, home, stop, program);
  }

  /** The same without one variable. */
  public Cli without(String variable) {
    Map<String, String> other = new HashMap<>(environment);
    other.remove(variable);
    return new Cli(other, home, stop, program);
  }

  /** The same in a process that can be asked to stop. */
  public Cli stoppedBy(StopSignal signal) {
    return new Cli(environment, home, signal, program);
  }

  /** The same, called by another name. */
  public Cli calledAs(String name) {
    return new Cli(environment, home, stop, name);
  }

  /** The variables that commands see. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Commands raise the level for the whole process, which outlives them here. */
  private static void logAsAtStart() {
    if (LoggerFactory.getLogger("io.dealsync") instanceof Logger logger) {
      logger.setLevel(Level.WARN);
    }
  }

  /** Runs one command; what the process logs meanwhile counts as its standard error. */
  public Spoken run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    PrintStream processErrors = System.err;
    System.setErr(errors);
    logAsAtStart();
    try {
      Console console =
          new Console(new PrintStream(out, true, StandardCharsets.UTF_8), errors, false);
      int code =
          new CommandTree(new CommandContext(console, environment, home, stop).calledAs(program))
              .run(arguments);
      JsonContract.require(List.of(arguments), out.toString(StandardCharsets.UTF_8));
      return new Spoken(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(processErrors);
    }
  }
}
