package io.dealsync.cli.command;

import io.dealsync.cli.terminal.Console;
import io.dealsync.config.Settings;
import io.dealsync.run.StopSignal;
import io.dealsync.wording.Hints;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every command gets from the process.
 *
 * @param console where it speaks
 * @param environment the process's environment
 * @param home the folder under which {@code var/} lies
 * @param stop whether the process was asked to end
 * @param configuration the file that is read when the user names none, if it is there
 * @param program how the program was called, for texts that advise a command
 */
public record CommandContext(
    Console console,
    Map<String, String> environment,
    Path home,
    StopSignal stop,
    Path configuration,
    String program) {

  /** With the configuration of the current folder. */
  public CommandContext(
      Console console, Map<String, String> environment, Path home, StopSignal stop) {
    this(console, environment, home, stop, Settings.FILE, Hints.PROGRAM);
  }

  /** The same, called by another name. */
  public CommandContext calledAs(String name) {
    return new CommandContext(console, environment, home, stop, configuration, name);
  }

  /**
   * For commands on a stage that is thrown away: nothing of the user's database and portal is seen,
   * neither by the environment nor by a configuration file.
   *
   * @param folder where the stage keeps all, its configuration if it has one included
   */
  public CommandContext onStage(Path folder, Map<String, String> environment) {
    return new CommandContext(
        console, environment, folder, stop, folder.resolve(Settings.FILE), program);
  }
}
