package io.dealsync.bench;

import io.dealsync.testing.Stage;
import java.nio.file.Path;

/** {@code ./dealsync} as a user starts it, on the database and the portal of a stage. */
final class Launcher {

  private final Path program;
  private final Stage stage;
  private final String heap;

  private Launcher(Path program, Stage stage, String heap) {
    this.program = program;
    this.stage = stage;
    this.heap = heap;
  }

  /** Built and with its start-up caches made, which is the work of the first start. */
  Launcher(Path project, Stage stage) {
    this(project.resolve("dealsync").toAbsolutePath(), stage, "256m");
    run("warm-up");
    run("--help");
  }

  /** The same with another limit of the heap than 256 MB, as in {@code -Xmx}. */
  Launcher withHeap(String most) {
    return new Launcher(program, stage, most);
  }

  /** Runs a command in the stage's own folder; it must end well. */
  Command.Ended run(String... arguments) {
    Command command =
        Command.of(program.toString())
            .with(arguments)
            .in(stage.home())
            .environment("DEALSYNC_JAVA_OPTS", "-Xmx" + heap);
    stage.cli().environment().forEach(command::environment);
    return command.run().mustBeFine();
  }
}
