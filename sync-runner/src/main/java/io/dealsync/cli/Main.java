package io.dealsync.cli;

import io.dealsync.cli.command.CommandContext;
import io.dealsync.cli.command.ExitCode;
import io.dealsync.cli.terminal.Console;
import io.dealsync.cli.terminal.WatchedOutput;
import io.dealsync.config.DataHome;
import io.dealsync.run.StopSignal;
import io.dealsync.wording.Hints;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The process: runs one command and exits with its code, also when it is asked to stop. */
public final class Main {

  /** A run gets this long to end its current step after SIGTERM. */
  private static final long PATIENCE_SECONDS = 120;

  private final WatchedOutput results = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
  private final Console console = Console.standard(results);
  private final AtomicBoolean stopRequested = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.AGAIN);

  private Main() {}

  public static void main(String[] arguments) {
    new Main().run(arguments);
  }

  private void run(String[] arguments) {
    System.setOut(console.out());
    System.setErr(console.err());
    Runtime.getRuntime().addShutdownHook(new Thread(this::finishThenHalt, "stop"));
    try {
      exitCode.set(told(commands(stopRequested::get).run(arguments)));
    } finally {
      done.countDown();
    }
    System.exit(exitCode.get());
  }

  /** What could not be said is no success. */
  private int told(int code) {
    console.out().flush();
    results
        .loss()
        .ifPresent(
            why ->
                console
                    .err()
                    .printf(
                        "The result could not be written to standard output: %s. What was done is"
                            + " done; `%s` tells it again.%n",
                        why, System.getProperty("dealsync.program", Hints.PROGRAM) + " runs"));
    return results.loss().isPresent() && code == ExitCode.OK ? ExitCode.ERROR : code;
  }

  private CommandTree commands(StopSignal stop) {
    Path program = Path.of(System.getProperty("dealsync.home", "")).toAbsolutePath();
    Path home = DataHome.of(System.getenv(), program, Path.of(System.getProperty("user.home", "")));
    String name = System.getProperty("dealsync.program", Hints.PROGRAM);
    return new CommandTree(new CommandContext(console, System.getenv(), home, stop).calledAs(name));
  }

  /** A signal lets the command finish its step; its own exit code then stands. */
  @SuppressWarnings("SystemExitOutsideMain")
  private void finishThenHalt() {
    stopRequested.set(true);
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        console.out().flush();
        console.err().flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode.get());
  }
}
