package io.dealsync.cli;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.terminal.Console;
import io.dealsync.run.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs commands as a process would, on a database and a portal of a test. */
public final class Commands {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment;

  /**
   * @param url a JDBC URL of PostgreSQL; what follows a question mark is dropped
   */
  public Commands(String url, String user, String password, URI webhook) {
    this.environment =
        Map.of(
            "DEALSYNC_DB_URL",
            url.replaceFirst("\\?.*", ""),
            "DEALSYNC_DB_USER",
            user,
            "DEALSYNC_DB_PASSWORD",
            password,
            "DEALSYNC_WEBHOOK",
            webhook.toString());
  }

  /** Runs one command and returns its exit code. */
  public int run(String... arguments) {
    out.reset();
    err.reset();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new CommandTree(
            new CommandContext(console, environment, Path.of("target"), StopSignal.NEVER))
        .run(arguments);
  }

  /** What the last command printed as its result. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Everything that the last command printed. */
  public String output() {
    return out() + err.toString(StandardCharsets.UTF_8);
  }
}
