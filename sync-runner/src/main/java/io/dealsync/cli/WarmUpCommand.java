package io.dealsync.cli;

import io.dealsync.config.Settings;
import io.dealsync.db.embedded.EmbeddedPostgresException;
import io.dealsync.demo.DemoStage;
import java.io.BufferedWriter;
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
 * {@code dealsync warm-up}: does what users do, with a configuration, a database and a portal of
 * its own that are thrown away, so that the JVM can prepare a start-up cache from it. Sees nothing
 * of the user's and leaves nothing behind.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

  private static final int ROWS = 100_000;
  private static final String PLAIN = "deal,contact,sort,primary";
  private static final String SALESFORCE =
      """
      "Id","OpportunityId","ContactId","Role","IsPrimary","IsDeleted\"""";
  private static final String SALESFORCE_ROW =
      """
      "00K000000000001AAA","006%012dAAA","003%012dAAA","Evaluator","%s","false\"""";
  private static final String CONFIGURATION =
      """
      database:
        url: ${DEALSYNC_DB_URL}
        user: ${DEALSYNC_DB_USER}
        password: ${DEALSYNC_DB_PASSWORD}
      portals:
        main:
          webhook: ${DEALSYNC_WEBHOOK}
      """;

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
  private void rehearse(Path folder) throws IOException {
    run(folder, Map.of(), "--help");
    run(folder, Map.of(), "sync", "--help");
    try (DemoStage stage = new DemoStage(folder.resolve("stage"))) {
      Files.writeString(folder.resolve(Settings.FILE), CONFIGURATION);
      Map<String, String> environment = stage.environment();
      run(folder, environment, "init", "--no-file");
      stage.fillBothSides();
      run(folder, environment, "sync");
      stage.driftOnPortal();
      stage.editMirror();
      run(folder, environment, "plan");
      run(folder, environment, "sync", "--edited");
      run(folder, environment, "sync", "--full", "--json");
      run(folder, environment, "status");
      run(folder, environment, "runs", "--json");
      run(folder, environment, "show", "1");
      run(folder, environment, "explain", "1001");
      run(folder, environment, "import", export(folder, PLAIN, "D-%d,C-%d,10,%s"));
      run(folder, environment, "import", export(folder, SALESFORCE, SALESFORCE_ROW));
    } catch (EmbeddedPostgresException absent) {
      context.console().err().println(absent.getMessage());
    }
  }

  /** A file that is long enough for the JVM to learn which code an import is busy with. */
  private static String export(Path folder, String header, String row) throws IOException {
    Path file = Files.createTempFile(folder, "export", ".csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(header + "\n");
      for (int link = 0; link < ROWS; link++) {
        out.write(row.formatted(link / 2, link, link % 2 == 0) + "\n");
      }
    }
    return file.toString();
  }

  private void run(Path folder, Map<String, String> environment, String... arguments) {
    new CommandTree(context.onStage(folder, environment)).run(arguments);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
