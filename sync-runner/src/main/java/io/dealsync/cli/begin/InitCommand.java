package io.dealsync.cli.begin;

import io.dealsync.app.Dealsync;
import io.dealsync.app.Upgrade;
import io.dealsync.cli.command.BaseCommand;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.config.Settings;
import io.dealsync.db.Migrations;
import io.dealsync.files.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dealsync init}. */
@Command(
    name = "init",
    footer = {
      "",
      "Safe to repeat: an existing configuration is left alone, an up-to-date schema too.",
      "The database itself must exist, owned by the user who connects. Without DEALSYNC_DB_URL",
      "or database.url, dealsync creates a PostgreSQL of its own, in DEALSYNC_HOME or",
      "the user's folder for data (~/.local/share/dealsync)."
    })
public final class InitCommand extends BaseCommand {

  @Option(
      names = "--no-file",
      description = "Do not write a configuration file; the environment is enough.")
  private boolean noFile;

  public InitCommand(CommandContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Path file = options().config().orElse(context().configuration());
    boolean written = !noFile && writeSample(file);
    Settings settings = settings();
    Upgrade upgrade = Dealsync.migrate(settings, context().home());
    if (options().json()) {
      JsonWriter.print(
          console().out(),
          new InitDocument(
              written ? file.toString() : "",
              upgrade.database(),
              upgrade.versionBefore(),
              Migrations.NEEDED));
    } else {
      if (written) {
        say("Wrote %s. Every key is explained in it.", file);
      }
      say("%s", upgrade.words());
      say(
          "%s",
          hints()
              .in(
                  "Next: `dealsync pull` to begin with what the portal has, or link contacts in"
                      + " SQL"));
      say("%s", hints().in("(INSERT INTO dealsync.deal_contact …); then `dealsync plan`."));
    }
    return ExitCode.OK;
  }

  private static String reason(IOException error) {
    return switch (error) {
      case AccessDeniedException denied -> "you may not write there";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> String.valueOf(error.getMessage());
    };
  }

  private static boolean writeSample(Path file) {
    if (Files.exists(file)) {
      return false;
    }
    try (InputStream sample =
        Objects.requireNonNull(InitCommand.class.getResourceAsStream("/config/dealsync.yaml"))) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      OwnerOnly.file(file, new String(sample.readAllBytes(), StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      throw new UserException(
          ExitCode.USAGE,
          "The configuration cannot be written to %s: %s. Go to a folder of your own, or name another file: `dealsync init --config FILE`"
              .formatted(file.toAbsolutePath(), reason(e)));
    }
  }
}
