package io.dealsync.cli;

import io.dealsync.db.embedded.Durability;
import io.dealsync.db.embedded.EmbeddedPostgres;
import io.dealsync.db.embedded.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code dealsync warm-up}: does what short commands do, on a database that is thrown away, so that
 * the JVM can prepare a start-up cache from it. Sees no configuration and leaves nothing behind.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

  private final CommandContext context;

  WarmUpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    // The database's user may be another one: it must be able to pass through.
    Path folder =
        Files.createTempDirectory(
            "dealsync-warm-up",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    try {
      rehearse(folder);
    } finally {
      remove(folder);
    }
    return ExitCode.OK;
  }

  /** Where no PostgreSQL can be had, help at least is prepared. */
  private void rehearse(Path folder) {
    run(folder, Map.of(), "--help");
    run(folder, Map.of(), "sync", "--help");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.open(folder, Durability.DISPOSABLE)) {
      Map<String, String> environment =
          Map.of(
              "DEALSYNC_DB_URL", postgres.jdbcUrl(),
              "DEALSYNC_DB_USER", postgres.user(),
              "DEALSYNC_DB_PASSWORD", postgres.password());
      run(folder, environment, "init", "--no-file");
      run(folder, environment, "status");
      run(folder, environment, "runs", "--json");
    } catch (EmbeddedPostgresException absent) {
      context.console().err().println(absent.getMessage());
    }
  }

  private void run(Path home, Map<String, String> environment, String... arguments) {
    new CommandTree(new CommandContext(context.console(), environment, home, context.stop()))
        .run(arguments);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
