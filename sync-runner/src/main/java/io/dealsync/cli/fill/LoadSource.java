package io.dealsync.cli.fill;

import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.command.UserException;
import io.dealsync.db.load.LinkLoad;
import io.dealsync.legacy.LinkFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one place to take links from: a file, a table or a query. */
final class LoadSource {

  private static final String STANDARD_INPUT = "-";

  @Parameters(paramLabel = "FILE", description = "The file with the links; - for standard input.")
  private @Nullable String file;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "A table or view of the database, named as in SQL.")
  private @Nullable String table;

  @Option(names = "--query", paramLabel = "SQL", description = "A query of the database.")
  private @Nullable String query;

  boolean isMissing() {
    return file == null && table == null && query == null;
  }

  boolean isQuery() {
    return query != null;
  }

  /** Whether nothing names it, so that the next load could not be compared with this one. */
  boolean isNameless() {
    return isQuery() || STANDARD_INPUT.equals(file);
  }

  /** The file's name, if it is a file. */
  Optional<String> fileName() {
    return Optional.ofNullable(file).map(named -> Path.of(named).getFileName() + "");
  }

  /**
   * Takes the links into a load.
   *
   * @param hints how a file is read
   * @param err is told of doubts
   */
  void take(LinkLoad load, String portal, LinkFile.Hints hints, PrintStream err) {
    if (table != null) {
      load.fromTable(table);
    } else if (query != null) {
      load.fromQuery(query);
    } else if (STANDARD_INPUT.equals(file)) {
      takeStandardInput(load, portal, hints, err);
    } else {
      take(load, Path.of(String.valueOf(file)), String.valueOf(file), portal, hints, err);
    }
  }

  private void takeStandardInput(
      LinkLoad load, String portal, LinkFile.Hints hints, PrintStream err) {
    try {
      Path kept = Files.createTempFile("dealsync-load", "");
      try {
        Files.copy(System.in, kept, StandardCopyOption.REPLACE_EXISTING);
        take(load, kept, "standard input", portal, hints, err);
      } finally {
        Files.delete(kept);
      }
    } catch (IOException failure) {
      throw new UserException(
          ExitCode.ERROR, "Standard input cannot be kept: %s".formatted(failure.getMessage()));
    }
  }

  private static void take(
      LinkLoad load,
      Path path,
      String shownAs,
      String portal,
      LinkFile.Hints hints,
      PrintStream err) {
    try (LinkFile file = LinkFile.open(path, shownAs, hints)) {
      load.fromRows(shownAs, file.details(), rows -> file.read(portal, rows));
      if (file.endsOpen()) {
        err.printf(
            "%s has no line break at its end: should it have been cut off there, its last field"
                + " is half.%n",
            shownAs);
      }
    }
  }
}
