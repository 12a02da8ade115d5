package io.dealsync.cli.command;

/** What runs commands as a terminal would. */
@FunctionalInterface
public interface CommandRunner {

  /** Runs one command and returns its exit code. */
  int run(String... arguments);
}
