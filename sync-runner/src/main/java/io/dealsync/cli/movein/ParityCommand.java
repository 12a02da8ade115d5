package io.dealsync.cli.movein;

import io.dealsync.app.Dealsync;
import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.ReadingCommand;
import io.dealsync.cli.command.UserException;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.config.Settings;
import io.dealsync.db.legacy.LegacyParity;
import io.dealsync.db.legacy.ParityReport;
import io.dealsync.files.OwnerOnly;
import io.dealsync.legacy.ParityPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dealsync parity}. */
@Command(
    name = "parity",
    footer = {
      "",
      "Each link of each complete file is present, skipped on purpose, or missing with a reason;",
      "the counts add up, and two checksums compare the links that should be there with those",
      "that are. What the portal has is what was last read from it, so run `dealsync sync` before.",
      "",
      "  dealsync parity --html parity.html     a page to read, print and sign",
      "",
      "In SQL: SELECT * FROM dealsync.legacy_parity WHERE outcome = 'missing';",
      "A link that was moved and has left the other CRM since is surplus while the portal has it.",
      "Exit codes: 0 nothing is missing or surplus, 5 something is."
    })
public final class ParityCommand extends ReadingCommand {

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Only files of this source (default: all).")
  private @Nullable String source;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report as one page of HTML.")
  private @Nullable Path html;

  @Option(
      names = "--list",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many missing links of each file are listed in JSON and HTML (default:"
              + " ${DEFAULT-VALUE}).")
  private int listed;

  public ParityCommand(CommandContext context) {
    super(context);
  }

  @Override
  public int show(Dealsync dealsync, Settings settings) {
    ParityReport report =
        LegacyParity.read(
            dealsync.database(), options().portal(), Optional.ofNullable(source), listed);
    if (report.files().isEmpty() && report.notCompared().isEmpty()) {
      throw new UserException(
          ExitCode.USAGE,
          "No file was imported for portal %s%s yet: `dealsync import FILE`"
              .formatted(options().portal(), source == null ? "" : " from " + source));
    }
    if (html != null) {
      write(html, ParityPage.render(report, ZoneId.systemDefault()));
    }
    if (options().json()) {
      JsonWriter.print(console().out(), ParityDocument.of(report));
    } else {
      new ParityText(console().out()).print(report);
      if (html != null) {
        console().out().printf("The report is in %s.%n", html);
      }
    }
    return report.proven() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** Whole or not at all; through a link to a device only, such as {@code /dev/stdout}. */
  private static void write(Path file, String page) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, page);
      } else if (Files.isSymbolicLink(file)) {
        throw new IOException("it is a link; name the file itself");
      } else {
        OwnerOnly.replace(file, page);
      }
    } catch (IOException e) {
      throw new UserException(
          ExitCode.USAGE, "--html: %s cannot be written (%s).".formatted(file, e.getMessage()));
    }
  }
}
