package io.dealsync.cli.command;

import io.dealsync.cli.json.ErrorDocument;
import io.dealsync.cli.json.JsonWriter;
import io.dealsync.cli.terminal.Console;
import io.dealsync.config.ConfigException;
import io.dealsync.db.DatabaseException;
import io.dealsync.db.embedded.EmbeddedPostgresException;
import io.dealsync.db.embedded.FolderRefusedException;
import io.dealsync.journal.LeaseHeldException;
import io.dealsync.journal.LeaseLostException;
import io.dealsync.journal.UnknownRunException;
import io.dealsync.portal.PortalFailure;
import io.dealsync.wording.Hints;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** One clear sentence for every error, and the exit code that fits; a stack trace only with -v. */
public final class ErrorReport implements IExecutionExceptionHandler {

  private final Console console;
  private final String program;

  public ErrorReport(CommandContext context) {
    this.console = context.console();
    this.program = context.program();
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    Hints hints = hints(command.getCommand());
    String message = message(error);
    int code = code(error);
    console.err().println(hints.in(message));
    if (isVerbose(parsed)) {
      error.printStackTrace(console.err());
    }
    if (command.getCommand() instanceof BaseCommand base && base.options().json()) {
      print(console, hints, code, message);
    }
    return code;
  }

  /**
   * Prints the JSON document of an error, unless the command has begun a document of its own.
   *
   * @param message the sentence that people get on standard error
   */
  public static void print(Console console, Hints hints, int code, String message) {
    if (!console.hasResult()) {
      JsonWriter.print(
          console.out(),
          new ErrorDocument(
              new ErrorDocument.Trouble(code, hints.in(message), hints.next(message).orElse(""))));
    }
  }

  private Hints hints(Object command) {
    return command instanceof BaseCommand base ? base.hints() : Hints.of(program);
  }

  public static boolean isVerbose(ParseResult parsed) {
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    return deepest.hasMatchedOption("-v");
  }

  public static String message(Exception error) {
    if (error instanceof UnknownRunException unknown) {
      return UnknownRunText.of(unknown.what());
    }
    return isExpected(error)
        ? String.valueOf(error.getMessage())
        : "Something unexpected went wrong: %s. Run again with -v for the details."
            .formatted(error);
  }

  private static boolean isExpected(Exception error) {
    return code(error) != ExitCode.ERROR
        || error instanceof DatabaseException
        || error instanceof EmbeddedPostgresException
        || error instanceof PortalFailure
        || error instanceof UncheckedIOException
        || error instanceof UserException;
  }

  public static int code(Exception error) {
    return switch (error) {
      case UserException user -> user.exitCode();
      case ConfigException ignored -> ExitCode.USAGE;
      case UnknownRunException ignored -> ExitCode.USAGE;
      case FolderRefusedException ignored -> ExitCode.USAGE;
      case LeaseHeldException ignored -> ExitCode.AGAIN;
      case LeaseLostException ignored -> ExitCode.AGAIN;
      case PortalFailure failure -> ExitCode.of(failure.kind());
      case DatabaseException database -> code(database);
      default -> ExitCode.ERROR;
    };
  }

  private static int code(DatabaseException error) {
    return switch (error.kind()) {
      case UNREACHABLE -> ExitCode.AGAIN;
      case CREDENTIALS,
          NO_SUCH_DATABASE,
          WRONG_ENCODING,
          SCHEMA_ABSENT,
          SCHEMA_TOO_OLD,
          SCHEMA_TOO_NEW,
          SCHEMA_IN_THE_WAY,
          SHARED_SESSIONS ->
          ExitCode.USAGE;
      case OTHER -> ExitCode.ERROR;
    };
  }
}
