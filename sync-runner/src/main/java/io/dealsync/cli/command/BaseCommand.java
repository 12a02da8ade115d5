package io.dealsync.cli.command;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.terminal.Console;
import io.dealsync.config.PortalSettings;
import io.dealsync.config.Settings;
import io.dealsync.wording.Hints;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;

/** What the commands share: options, configuration, and the opened application. */
public abstract class BaseCommand implements Callable<Integer> {

  @ArgGroup(validate = false, heading = "%nOptions of every command:%n")
  private CommonOptions options = new CommonOptions();

  private final CommandContext context;

  public BaseCommand(CommandContext context) {
    this.context = context;
  }

  public CommonOptions options() {
    return options;
  }

  public CommandContext context() {
    return context;
  }

  /** What spells the commands that this one advises. */
  public Hints hints() {
    return Hints.of(context.program(), options.config(), options.portal());
  }

  public Console console() {
    return context.console();
  }

  public Settings settings() {
    return Settings.load(
        options.config().or(() -> Optional.of(context.configuration()).filter(Files::exists)),
        context.environment());
  }

  /** Opens the database; its schema must be there. */
  public Dealsync open(Settings settings) {
    return Dealsync.open(settings, context.home());
  }

  public PortalSettings portal(Settings settings) {
    return settings.portal(options.portal());
  }

  /** A line for people, kept off standard output when that carries JSON. */
  public void say(String format, Object... arguments) {
    (options.json() ? console().err() : console().out())
        .println(format.formatted(arguments).stripTrailing());
  }
}
