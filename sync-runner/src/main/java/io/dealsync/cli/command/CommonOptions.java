package io.dealsync.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class CommonOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration file; without it ./dealsync.yaml if there, else the environment alone.")
  private @Nullable Path config;

  @Option(
      names = "--portal",
      paramLabel = "NAME",
      defaultValue = "main",
      description = "The portal, as named in the configuration (default: ${DEFAULT-VALUE}).")
  private String portal = "main";

  @Option(
      names = "--json",
      description = "Print one JSON document on standard output and nothing else there.")
  private boolean json;

  @Option(names = "--no-progress", description = "No progress bars, even on a terminal.")
  private boolean noProgress;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log what is sent and decided, on standard error.")
  private boolean verbose;

  public Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  public String portal() {
    return portal;
  }

  public boolean json() {
    return json;
  }

  public boolean progress() {
    return !noProgress;
  }

  public boolean verbose() {
    return verbose;
  }
}
