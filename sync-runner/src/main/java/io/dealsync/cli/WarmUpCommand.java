package io.dealsync.cli;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.config.Settings;
import io.dealsync.db.embedded.EmbeddedPostgresException;
import io.dealsync.demo.DemoStage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dealsync warm-up}: does what users do, with a configuration, a database and a portal of
 * its own that are thrown away, so that the JVM can prepare start-up caches from it. Sees nothing
 * of the user's and leaves nothing behind.
 *
 * <p>Each part has a cache and a JVM of its own: all classes of a cache are loaded when the JVM
 * starts, needed or not.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

  private static final int ROWS = 1000;
  private static final String PLAIN = "links.csv";
  private static final String PLAIN_HEADER = "deal,contact,sort,primary";
  private static final String PLAIN_ROW = "D-%d,C-%d,10,%s";
  private static final String SALESFORCE = "roles.csv";
  private static final String SALESFORCE_HEADER =
      """
      "Id","OpportunityId","ContactId","Role","IsPrimary","IsDeleted\"\
      """;
  private static final String SALESFORCE_ROW =
      """
      "00K000000000001AAA","006%012dAAA","003%012dAAA","Evaluator","%s","false\"\
      """;
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

  /** Commands that need the same code; the launcher knows which command is in which part. */
  private enum Part {
    /** What talks to a portal. */
    SYNC,
    /** What is answered from the database alone. */
    LOOK,
    IMPORT;

    /** What it does on a stage whose files lie in a folder. */
    List<List<String>> commands(Path folder) {
      return switch (this) {
        case SYNC ->
            List.of(
                List.of("check"),
                List.of("plan"),
                List.of("sync"),
                List.of("sync", "--edited"),
                List.of("sync", "--full", "--json"));
        case LOOK ->
            List.of(
                List.of("--help"),
                List.of("sync", "--help"),
                List.of("status"),
                List.of("runs"),
                List.of("runs", "--json"),
                List.of("show", "1"),
                List.of("explain", "1001"));
        case IMPORT ->
            List.of(
                List.of("import", folder.resolve(PLAIN).toString()),
                List.of("import", folder.resolve(SALESFORCE).toString()));
      };
    }

    /** What its cache is called. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final CommandContext context;

  @Option(names = "--part", description = "This part only, on the stage of the current folder.")
  private @Nullable Part part;

  @Option(names = "--caches", description = "The folder that gets a cache for each part.")
  private @Nullable Path caches;

  @Option(names = "--cache-option", description = "Has a JVM write the cache whose name follows.")
  private String cacheOption = "";

  @Option(names = "--jvm-option", description = "For the JVMs that write them. Repeatable.")
  private List<String> jvmOptions = new ArrayList<>();

  WarmUpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if (part != null) {
      perform(part, context, Path.of(""));
      return ExitCode.OK;
    }
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

  private void rehearse(Path folder) throws IOException {
    try (DemoStage stage = new DemoStage(folder.resolve("stage"))) {
      Files.writeString(folder.resolve(Settings.FILE), CONFIGURATION);
      export(folder.resolve(PLAIN), PLAIN_HEADER, PLAIN_ROW);
      export(folder.resolve(SALESFORCE), SALESFORCE_HEADER, SALESFORCE_ROW);
      CommandContext onStage = context.onStage(folder, stage.environment());
      new CommandTree(onStage).run("init", "--no-file");
      stage.fillBothSides();
      new CommandTree(onStage).run("sync");
      stage.driftOnPortal();
      stage.editMirror();
      if (caches == null) {
        for (Part each : Part.values()) {
          perform(each, onStage, folder);
        }
      } else {
        makeCaches(folder, stage.environment(), caches);
      }
    } catch (EmbeddedPostgresException absent) {
      context.console().err().println(absent.getMessage());
    }
  }

  private static void perform(Part part, CommandContext context, Path folder) {
    for (List<String> command : part.commands(folder)) {
      new CommandTree(context).run(command.toArray(String[]::new));
    }
  }

  /** A JVM that fails leaves no cache; the part's commands then start without one. */
  private void makeCaches(Path folder, Map<String, String> environment, Path caches)
      throws IOException {
    List<Process> parts = new ArrayList<>();
    for (Part each : Part.values()) {
      parts.add(jvm(each, folder, environment, caches).start());
    }
    try {
      for (Process each : parts) {
        each.waitFor();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder jvm(Part part, Path folder, Map<String, String> environment, Path caches) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add(cacheOption + caches.resolve(part.word()).toAbsolutePath());
    command.addAll(
        List.of(
            "-Ddealsync.home=" + folder,
            "-jar",
            System.getProperty("java.class.path"),
            "warm-up",
            "--part=" + part));
    ProcessBuilder jvm =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    jvm.environment().keySet().removeIf(name -> name.startsWith("DEALSYNC_"));
    jvm.environment().putAll(environment);
    return jvm;
  }

  private static void export(Path file, String header, String row) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(header + "\n");
      for (int link = 0; link < ROWS; link++) {
        out.write(row.formatted(link / 2, link, link % 2 == 0) + "\n");
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
