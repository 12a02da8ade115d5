package io.dealsync.bench;

import io.dealsync.testing.Stage;
import java.nio.file.Path;

/** {@code ./dealsync} as a user starts it, on the database and the portal of a stage. */
final class Launcher {

  private final Path program;
  private final Stage stage;

  /** Built and with its start-up cache made, which is the work of the first start. */
  Launcher(Path project, Stage stage) {
    this.program = project.resolve("dealsync").toAbsolutePath();
    this.stage = stage;
    run("--help");
  }

  /** Runs a command in the stage's own folder, in 256 MB of heap; it must end well. */
  Command.Ended run(String... arguments) {
    Command command =
        Command.of(program.toString())
            .with(arguments)
            .in(stage.home())
            .environment("DEALSYNC_JAVA_OPTS", "-Xmx256m");
    stage.cli().environment().forEach(command::environment);
    return command.run().mustBeFine();
  }
}
