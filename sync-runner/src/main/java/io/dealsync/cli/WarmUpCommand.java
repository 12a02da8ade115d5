package io.dealsync.cli;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.config.Settings;
import io.dealsync.db.embedded.EmbeddedPostgresException;
import io.dealsync.demo.DemoStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

  @Option(names = "--part", description = "This part only, on the stage of the current folder.")
  private @Nullable WarmUpPart part;

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
      WarmUpPart.exportFiles(folder);
      CommandContext onStage = context.onStage(folder, stage.environment());
      new CommandTree(onStage).run("init", "--no-file");
      stage.fillBothSides();
      new CommandTree(onStage).run("sync");
      stage.driftOnPortal();
      stage.editMirror();
      if (caches == null) {
        for (WarmUpPart each : WarmUpPart.values()) {
          perform(each, onStage, folder);
        }
      } else {
        new CacheTraining(cacheOption, jvmOptions).make(folder, stage.environment(), caches);
      }
    } catch (EmbeddedPostgresException absent) {
      context.console().err().println(absent.getMessage());
    }
  }

  private static void perform(WarmUpPart part, CommandContext context, Path folder) {
    for (List<String> command : part.commands(folder)) {
      new CommandTree(context).run(command.toArray(String[]::new));
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
